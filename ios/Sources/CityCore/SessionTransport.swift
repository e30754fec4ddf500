import Foundation
import MobileCore

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The platform's own HTTP: the system's trust store and proxies, and nothing to install.
public final class SessionTransport: Transport {
    private let sessions: Sessions

    public init(configuration: @escaping @Sendable () -> URLSessionConfiguration = { .ephemeral }) {
        sessions = Sessions {
            let made = configuration()
            made.timeoutIntervalForRequest = 60
            made.httpShouldSetCookies = false
            made.requestCachePolicy = .reloadIgnoringLocalCacheData
            return made
        }
    }

    public func send(request: HttpRequest) async throws -> HttpResponse {
        guard let url = URL(string: request.url), Pins.canBeKept(request.pins, by: url) else {
            throw TransportError.NoAnswer
        }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = Self.word(request.method)
        outgoing.httpBody = request.body
        for (name, value) in request.headers {
            outgoing.setValue(value, forHTTPHeaderField: name)
        }
        do {
            let (body, answer) = try await sessions.session(pins: request.pins).data(for: outgoing)
            guard let answer = answer as? HTTPURLResponse else { throw TransportError.NoAnswer }
            return HttpResponse(
                status: UInt16(clamping: answer.statusCode), headers: Self.headers(of: answer),
                body: body)
        } catch let error as URLError where Self.nothingWasSent(error) {
            throw TransportError.NotConnected
        } catch {
            throw TransportError.NoAnswer
        }
    }

    private static func word(_ method: HttpMethod) -> String {
        switch method {
        case .get: "GET"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        }
    }

    private static func headers(of answer: HTTPURLResponse) -> [String: String] {
        var headers: [String: String] = [:]
        for (name, value) in answer.allHeaderFields {
            headers["\(name)"] = "\(value)"
        }
        return headers
    }

    private static func nothingWasSent(_ error: URLError) -> Bool {
        switch error.code {
        case .notConnectedToInternet, .dataNotAllowed, .internationalRoamingOff,
            .cannotFindHost, .dnsLookupFailed:
            true
        default: false
        }
    }
}

/// Connections are shared by the requests that trust the same keys.
private final class Sessions: @unchecked Sendable {
    private let lock = NSLock()
    private let configuration: () -> URLSessionConfiguration
    private var made: [[String]: URLSession] = [:]

    init(configuration: @escaping () -> URLSessionConfiguration) {
        self.configuration = configuration
    }

    func session(pins: [String]) -> URLSession {
        lock.withLock {
            if let session = made[pins] { return session }
            let session = URLSession(
                configuration: configuration(), delegate: StayHere(pins: pins), delegateQueue: nil)
            made[pins] = session
            return session
        }
    }
}

/// Answers come as they are: the city never sends a phone elsewhere, only a hotel's network does.
private final class StayHere: NSObject, URLSessionTaskDelegate, Sendable {
    private let pins: [String]

    init(pins: [String]) {
        self.pins = pins
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    #if canImport(Security)
        func urlSession(
            _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
            completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
        ) {
            let space = challenge.protectionSpace
            guard space.authenticationMethod == NSURLAuthenticationMethodServerTrust, !pins.isEmpty
            else { return completionHandler(.performDefaultHandling, nil) }
            guard let trust = space.serverTrust, Pins.areKept(pins, by: trust) else {
                return completionHandler(.cancelAuthenticationChallenge, nil)
            }
            completionHandler(.useCredential, URLCredential(trust: trust))
        }
    #endif
}
