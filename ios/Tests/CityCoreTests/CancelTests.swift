import Foundation
import MobileCore
import XCTest

/// Whoever stops waiting loses nothing and leaves nothing behind.
final class CancelTests: XCTestCase {
    func testAPhotoThatIsStoppedLeavesNothing() async throws {
        let draft = try await Phone().openAtHome().newDraft()
        let token = CancelToken()
        let watcher = Watcher { percent in if percent >= 40 { token.cancel() } }
        let stopped = try await draft.addPhoto(
            bytes: Phone.photo, progress: watcher, cancel: token)
        XCTAssertNil(stopped)
        XCTAssertTrue(try draft.screen().photos.isEmpty)

        let whole = Watcher { _ in }
        let added = try await draft.addPhoto(bytes: Phone.photo, progress: whole)
        XCTAssertNotNil(added)
        XCTAssertEqual(whole.told.last, 100)
        XCTAssertEqual(try draft.screen().photos.count, 1)
    }

    /// A task's own cancelling does not reach the core: its token does.
    func testAPhotoWhoseTaskIsCancelledLeavesNothing() async throws {
        let draft = try await Phone().openAtHome().newDraft()
        let token = CancelToken()
        let halfway = expectation(description: "half of the work is done")
        let goOn = DispatchSemaphore(value: 0)
        let watcher = Watcher { percent in
            if percent == 90 {
                halfway.fulfill()
                goOn.wait()
            }
        }
        let adding = Task {
            try await withTaskCancellationHandler {
                try await draft.addPhoto(bytes: Phone.photo, progress: watcher, cancel: token)
            } onCancel: {
                token.cancel()
            }
        }
        await fulfillment(of: [halfway], timeout: 60)
        adding.cancel()
        goOn.signal()
        let added = try await adding.value
        XCTAssertNil(added)
        XCTAssertTrue(try draft.screen().photos.isEmpty)
    }

    /// The system cancels what the app waits for; the transport hears of it and gives up.
    func testAReportWhoseSendingWasCutOffIsSentOnceLater() async throws {
        let phone = try Phone()
        let core = try await phone.openAtHome()
        let id = try core.enqueue(draft: try await Phone.write(in: core))
        phone.trouble = .stuck
        let flushing = Task { try await core.flush() }
        await phone.stuck()
        flushing.cancel()

        phone.trouble = .none
        let later = try phone.open()
        _ = try await later.flush()
        let sent = try XCTUnwrap(try later.myReports().first)
        XCTAssertEqual(sent.delivery, .sent, "\(String(describing: sent.refusal))")
        XCTAssertEqual(sent.id, id)
        let own = try await later.report(id: id)
        XCTAssertEqual(own.photos.count, 1)
    }
}

/// Is told how far a photo is.
private final class Watcher: PhotoProgress, @unchecked Sendable {
    private let lock = NSLock()
    private let heard: @Sendable (UInt8) -> Void
    private var percents: [UInt8] = []

    init(_ heard: @escaping @Sendable (UInt8) -> Void) { self.heard = heard }

    var told: [UInt8] { lock.withLock { percents } }

    func percent(percent: UInt8) {
        lock.withLock { percents.append(percent) }
        heard(percent)
    }
}
