import Foundation
import MobileCore
import XCTest

/// How a phone comes to a city, and what it is told when it does not.
final class CityTests: XCTestCase {
    func testTheCodeOnALampPostBringsCityPlaceAndType() async throws {
        let text = "\(try Phone.server())/c/\(Phone.city)/report?at=57.6204,36.3992&type=pothole"
        let link = try readLink(text: text, language: .en)
        XCTAssertEqual(link.issueType, "pothole")
        XCTAssertEqual(link.place, Place(lat: 57.6204, lon: 36.3992))
        XCTAssertEqual(try readLink(text: writeLink(link: link), language: .ru), link)

        let core = try Phone().open()
        let account = try await core.addCityByLink(link: link)
        XCTAssertTrue(account.chosen)
        XCTAssertEqual(account.city, Phone.city)
        XCTAssertEqual(try core.accounts(), [account])
        let city = try await core.city()
        XCTAssertEqual(city.title, account.title)
        let bare = try readLink(text: try Phone.server(), language: .en)
        let own = try await core.addCityByLink(link: bare)
        XCTAssertEqual(own.id, account.id, "the server's own city")
    }

    func testWhatIsRefusedSaysWhichFieldAndWhy() async throws {
        try refused(["link"]) { try readLink(text: "http://city.example/", language: .en) }
        let phone = try Phone()
        let core = try phone.open()
        try refused(["city"]) { try core.newDraft() }
        _ = try await core.addCityByLink(link: Phone.link())
        let draft = try core.newDraft()
        try refused(["place", "type"]) { try core.enqueue(draft: draft) }
        do {
            _ = try await draft.addPhoto(bytes: Data("no photo".utf8))
            XCTFail("taken")
        } catch CoreError.Rejected(_, let fields) {
            XCTAssertEqual(fields.map(\.field), ["photo"])
            XCTAssertEqual(fields.map(\.code), ["not_a_photo"])
        }
        XCTAssertNil(lookAtPhoto(bytes: Data("no photo".utf8)).place)
    }

    func testWithoutANetworkThereIsNoAnswerAndNothingIsLost() async throws {
        let phone = try Phone()
        phone.trouble = .offline
        let core = try phone.open()
        do {
            _ = try await core.addCityByLink(link: Phone.link())
            XCTFail("somebody answered")
        } catch let error as CoreError {
            XCTAssertEqual(error, .Offline)
        }
        XCTAssertTrue(try core.accounts().isEmpty)
    }

    private func refused<T>(_ fields: [String], _ call: () throws -> T) throws {
        do {
            _ = try call()
            XCTFail("taken")
        } catch CoreError.Rejected(_, let problems) {
            XCTAssertEqual(problems.map(\.field), fields)
            XCTAssertTrue(problems.allSatisfy { !$0.message.isEmpty })
        }
    }
}
