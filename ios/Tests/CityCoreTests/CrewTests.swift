import Foundation
import MobileCore
import XCTest

/// Staff on a phone: signs in, works a case where there is no network, and finds it done.
final class CrewTests: XCTestCase {
    func testWhatIsDoneToACaseInACellarArrivesWhenThereIsANetwork() async throws {
        let phone = try Phone()
        let core = try await phone.openAtHome()
        let id = try core.enqueue(draft: try await Phone.write(in: core))
        _ = try await core.flush()
        guard
            case .done(let account) = try await core.signIn(
                login: "dispatcher", password: Phone.password)
        else { return XCTFail("a code is asked for") }
        XCTAssertEqual(account.person?.kind, .staff)
        try await core.refreshRound()
        let seen = try await core.refreshCase(report: id)
        XCTAssertEqual(seen.actions.first?.main, true)

        phone.trouble = .offline
        let accept = try core.beginDeed(report: id, kind: .move(to: "accepted"))
        _ = try core.enqueueDeed(deed: accept)
        let resolve = try core.beginDeed(report: id, kind: .move(to: "resolved"))
        XCTAssertEqual(try resolve.screen().missing.map(\.field), ["photos"])
        try resolve.endWith(outcome: .fixed)
        let city = try await core.city()
        _ = try await resolve.addPhoto(
            bytes: Phone.photo, from: city.center, takenAt: phone.now())
        _ = try core.enqueueDeed(deed: resolve)
        _ = try await core.flush()
        XCTAssertEqual(try core.waitingDeeds().last?.text, "Resolved. Waiting to be sent.")

        phone.trouble = .none
        phone.setClock(phone.now() + 3_600_000)
        _ = try await core.flush()
        XCTAssertTrue(try core.waitingDeeds().isEmpty)
        let done = try await core.refreshCase(report: id)
        XCTAssertEqual(done.report.status, "resolved")
        let nobody = try await core.signOut()
        XCTAssertNil(nobody.person)
    }
}
