import Foundation
import MobileCore

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The platform's own HTTP: the system's trust store and proxies, and nothing to install.
public final class SessionTransport: Transport {
    private let session: URLSession

    public init(configuration: URLSessionConfiguration = .ephemeral) {
        configuration.timeoutIntervalForRequest = 60
        configuration.httpShouldSetCookies = false
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        session = URLSession(
            configuration: configuration, delegate: StayHere(), delegateQueue: nil)
    }

    public func send(request: HttpRequest) async throws -> HttpResponse {
        guard let url = URL(string: request.url) else { throw TransportError.NoAnswer }
        var outgoing = URLRequest(url: url)
        outgoing.httpMethod = Self.word(request.method)
        outgoing.httpBody = request.body
        for (name, value) in request.headers {
            outgoing.setValue(value, forHTTPHeaderField: name)
        }
        do {
            let (body, answer) = try await session.data(for: outgoing)
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
        case .patch: "PATCH"
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

/// Answers come as they are: the city never sends a phone elsewhere, only a hotel's network does.
private final class StayHere: NSObject, URLSessionTaskDelegate, Sendable {
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
