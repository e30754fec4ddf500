import CityCore
import Foundation
import MobileCore
import XCTest

/// A resident's phone and a real server, with nothing in between but the phone's own HTTP.
final class ReportingTests: XCTestCase {
    private let words = "A hole, half a metre wide"
    private var folder = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: folder)
    }

    func testAReportWithAPhotoReachesTheCityWhichShowsItWithoutItsWords() async throws {
        let core = try open()
        let draft = try await write(in: core)
        let id = try core.enqueue(draft: draft, now: now())
        XCTAssertEqual(try core.myReports().map(\.delivery), [.waiting])

        let tried = try await core.flush(now: now())
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
        XCTAssertEqual(own.description, words)
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

        XCTAssertEqual(try core.enqueue(draft: draft, now: now()), id)
        _ = try await core.flush(now: now())
        XCTAssertEqual(try core.myReports().map(\.number), [number])
    }

    func testAReportMadeOfflineWaitsOnThePhoneAndGoesWhenThereIsANetwork() async throws {
        let core = try open()
        let id = try core.enqueue(draft: try await write(in: core), now: now())
        let offline = try open(through: Network(trouble: .offline))
        _ = try await offline.flush(now: now())
        XCTAssertEqual(try offline.myReports().map(\.delivery), [.waiting])

        _ = try await core.flush(now: now())
        let sent = try XCTUnwrap(try core.myReports().first)
        XCTAssertEqual(sent.delivery, .sent, "\(String(describing: sent.refusal))")
        let seen = try await core.publicReport(id: id)
        XCTAssertEqual(seen.number, sent.number)
    }

    func testALostAnswerDoesNotMakeASecondReport() async throws {
        let core = try open()
        let id = try core.enqueue(draft: try await write(in: core), now: now())
        let unlucky = try open(through: Network(trouble: .receiptLost))
        _ = try await unlucky.flush(now: now())
        XCTAssertEqual(try unlucky.myReports().map(\.delivery), [.waiting])
        let number = try await core.publicReport(id: id).number

        let later = try XCTUnwrap(try core.nextFlushAt())
        _ = try await core.flush(now: later)
        XCTAssertEqual(try core.myReports().map(\.number), [number])
    }

    func testNobodyAtTheOtherEndIsNoAnswer() async throws {
        let request = HttpRequest(
            method: .get, url: "http://127.0.0.1:1/", headers: [:], body: nil)
        do {
            _ = try await SessionTransport().send(request: request)
            XCTFail("somebody answered")
        } catch let error as TransportError {
            XCTAssertEqual(error, .NoAnswer)
        }
    }

    private func open(through transport: Transport = SessionTransport()) throws -> Core {
        let environment = ProcessInfo.processInfo.environment
        let server = try XCTUnwrap(
            environment["CITY_BASE_URL"],
            "set CITY_BASE_URL to a running server, http://127.0.0.1:8080")
        return try Core.open(
            dir: folder.path, baseUrl: server, city: environment["CITY_SLUG"] ?? "small-town",
            language: .en, transport: transport)
    }

    /// A report of the first kind that the city takes, in the middle of the city.
    private func write(in core: Core) async throws -> Draft {
        let draft = try core.newDraft(now: now())
        let city = try await core.city()
        try draft.putPin(place: city.center, address: nil)
        let first = try await core.catalogue().categories.first?.types.first
        try draft.chooseType(slug: try XCTUnwrap(first).slug)
        try draft.describe(text: words)
        _ = try draft.addPhoto(bytes: try XCTUnwrap(Data(base64Encoded: photo)))
        XCTAssertEqual(try draft.screen().next, .send)
        return draft
    }

    private func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// The real network, with a trouble.
private final class Network: Transport {
    enum Trouble { case offline, receiptLost }

    private let session = SessionTransport()
    private let trouble: Trouble

    init(trouble: Trouble) { self.trouble = trouble }

    func send(request: HttpRequest) async throws -> HttpResponse {
        if trouble == .offline { throw TransportError.NotConnected }
        let response = try await session.send(request: request)
        if trouble == .receiptLost && request.method == .post { throw TransportError.NoAnswer }
        return response
    }
}

/// A grey PNG of 16 × 12 pixels.
private let photo =
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAAAAABOjGJdAAAAD0lEQVR42mNoQAMMQ1cAAE"
    + "MGYAEZ7uKeAAAAAElFTkSuQmCC"
