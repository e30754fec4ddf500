import CityCore
import Foundation
import MobileCore
import XCTest

/// A resident's phone and a real server, with nothing in between but the phone's own HTTP.
final class ReportingTests: XCTestCase {
    func testAReportWithAPhotoReachesTheCityWhichShowsItWithoutItsWords() async throws {
        let core = try await Phone().openAtHome()
        let draft = try await Phone.write(in: core)
        let id = try core.enqueue(draft: draft)
        XCTAssertEqual(try core.myReports().map(\.delivery), [.waiting])

        let tried = try await core.flush()
        let sent = try XCTUnwrap(tried.first)
        XCTAssertEqual(sent.delivery, .sent, "\(String(describing: sent.refusal))")
        let number = try XCTUnwrap(sent.number)
        XCTAssertNotNil(number.range(of: #"^\d{4}-\d{6,}$"#, options: .regularExpression), number)

        let seen = try await core.publicReport(id: id)
        XCTAssertEqual(seen.number, number)
        XCTAssertEqual(seen.status, "assigned")
        XCTAssertEqual(seen.shape, .new)
        XCTAssertEqual(seen.department, sent.department)
        XCTAssertFalse(seen.department.isEmpty)
        XCTAssertNil(seen.description)
        XCTAssertTrue(seen.photos.isEmpty)
        XCTAssertFalse(seen.mine)

        let own = try await core.report(id: id)
        XCTAssertEqual(own.description, Phone.words)
        XCTAssertEqual(own.photos.count, 1)
        XCTAssertTrue(own.mine)
        let picture = try await core.photo(report: id, photo: own.photos[0].id, size: .small)
        XCTAssertEqual(picture.prefix(2), Data([0xFF, 0xD8]), "a JPEG")

        let (lat, lon) = (seen.place.lat, seen.place.lon)
        let around = Bounds(west: lon - 0.001, south: lat - 0.001, east: lon + 0.001, north: lat + 0.001)
        let card = try await core.reports(area: around, after: nil).reports.first { $0.id == id }
        XCTAssertEqual(card?.number, number)
        XCTAssertEqual(card?.due.lead.hasPrefix("Due "), true)
        XCTAssertEqual(card?.photo, .some(nil))

        XCTAssertEqual(try core.enqueue(draft: draft), id)
        _ = try await core.flush()
        XCTAssertEqual(try core.myReports().map(\.number), [number])
    }

    func testAReportMadeOfflineWaitsOnThePhoneAndGoesWhenThereIsANetwork() async throws {
        let phone = try Phone()
        let core = try await phone.openAtHome()
        let draft = try await Phone.write(in: core)
        phone.trouble = .offline
        let id = try core.enqueue(draft: draft)
        _ = try await core.flush()
        XCTAssertEqual(try core.myReports().map(\.delivery), [.waiting])

        phone.trouble = .none
        let later = try phone.open()
        _ = try await later.flush()
        let sent = try XCTUnwrap(try later.myReports().first)
        XCTAssertEqual(sent.delivery, .sent, "\(String(describing: sent.refusal))")
        let seen = try await later.publicReport(id: id)
        XCTAssertEqual(seen.number, sent.number)
    }

    func testALostAnswerDoesNotMakeASecondReport() async throws {
        let phone = try Phone()
        let core = try await phone.openAtHome()
        let id = try core.enqueue(draft: try await Phone.write(in: core))
        phone.trouble = .receiptLost
        _ = try await core.flush()
        XCTAssertEqual(try core.myReports().map(\.delivery), [.waiting])
        let number = try await core.publicReport(id: id).number

        phone.trouble = .none
        phone.setClock(try XCTUnwrap(try core.nextFlushAt()))
        _ = try await core.flush()
        XCTAssertEqual(try core.myReports().map(\.number), [number])
    }

    func testNobodyAtTheOtherEndIsNoAnswer() async throws {
        let request = HttpRequest(
            method: .get, url: "http://127.0.0.1:1/", headers: [:], body: nil, pins: [])
        do {
            _ = try await SessionTransport().send(request: request)
            XCTFail("somebody answered")
        } catch let error as TransportError {
            XCTAssertEqual(error, .NoAnswer)
        }
    }

    func testAKeyThatCannotBeLookedAtIsNoAnswer() async throws {
        let pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        let request = HttpRequest(
            method: .get, url: "\(try Phone.server())/", headers: [:], body: nil, pins: [pin])
        do {
            _ = try await SessionTransport().send(request: request)
            XCTFail("it was sent without a look at the key")
        } catch let error as TransportError {
            XCTAssertEqual(error, .NoAnswer)
        }
    }
}
