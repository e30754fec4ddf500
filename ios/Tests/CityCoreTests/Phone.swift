import CityCore
import Foundation
import MobileCore
import XCTest

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A phone in the hand of a test: its clock runs when it is told to, its network fails on order.
final class Phone: Clock, Connectivity, SecretStore, Transport, @unchecked Sendable {
    enum Trouble { case none, offline, receiptLost, stuck }

    /// What the author of the tests' reports says.
    static let words = "A hole, half a metre wide"
    /// Of every account of a demo; shown on its first page.
    static let password = "demo-city-2026"

    private let session = SessionTransport()
    private let folder: URL
    private let lock = NSLock()
    private var safe: [String: String] = [:]
    private var ahead: Int64 = 0
    private var current = Trouble.none
    private var waiting: CheckedContinuation<Void, Never>?
    private var isStuck = false

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var trouble: Trouble {
        get { lock.withLock { current } }
        set { lock.withLock { current = newValue } }
    }

    func setClock(_ moment: Int64) {
        lock.withLock { ahead = moment - Self.clock() }
    }

    func open() throws -> Core {
        try Core.open(
            dir: folder.path, language: .en,
            platform: Platform(
                transport: self, clock: self, connectivity: self, secrets: self, push: nil))
    }

    /// At home in the city of the tests.
    func openAtHome() async throws -> Core {
        let core = try open()
        _ = try await core.addCityByLink(link: Self.link())
        return core
    }

    static func link() throws -> CityLink {
        try readLink(text: "\(server())/c/\(city)", language: .en)
    }

    static func server() throws -> String {
        try XCTUnwrap(
            ProcessInfo.processInfo.environment["CITY_BASE_URL"],
            "set CITY_BASE_URL to a running server, http://127.0.0.1:8080")
    }

    static var city: String {
        ProcessInfo.processInfo.environment["CITY_SLUG"] ?? "small-town"
    }

    /// A report of the first kind that the city takes, in the middle of the city.
    static func write(in core: Core) async throws -> Draft {
        let draft = try core.newDraft()
        let city = try await core.city()
        try draft.putPin(place: city.center, address: nil)
        let first = try await core.catalogue().categories.first?.types.first
        try draft.chooseType(slug: try XCTUnwrap(first).slug)
        try draft.describe(text: words)
        _ = try await draft.addPhoto(bytes: photo)
        XCTAssertTrue(try draft.step().maySend)
        return draft
    }

    /// A grey PNG of 16 × 12 pixels.
    static let photo = Data(
        base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAAAAABOjGJdAAAAD0lEQVR42mNoQAMMQ1cAAE"
            + "MGYAEZ7uKeAAAAAElFTkSuQmCC")!

    /// Waits until a request is stuck on its way back.
    func stuck() async {
        await withCheckedContinuation { continuation in
            lock.withLock {
                if isStuck { continuation.resume() } else { waiting = continuation }
            }
        }
    }

    func now() -> Int64 { lock.withLock { Self.clock() + ahead } }

    func network() -> Network { trouble == .offline ? .none : .free }

    func read(name: String) throws -> String? { lock.withLock { safe[name] } }

    func write(name: String, value: String) throws { lock.withLock { safe[name] = value } }

    func remove(name: String) throws { _ = lock.withLock { safe.removeValue(forKey: name) } }

    func send(request: HttpRequest) async throws -> HttpResponse {
        if trouble == .offline { throw TransportError.NotConnected }
        let response = try await session.send(request: request)
        if trouble == .stuck {
            lock.withLock {
                isStuck = true
                waiting?.resume()
                waiting = nil
            }
            try await Task.sleep(nanoseconds: .max)
        }
        if trouble == .receiptLost && request.method == .post { throw TransportError.NoAnswer }
        return response
    }

    private static func clock() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
