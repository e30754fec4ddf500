import Foundation
import MobileCore

#if canImport(Security)
    import Security
#endif

/// The keys that a city's link said its server has.
enum Pins {
    /// Whether there is a way to look at the server's key; without it nothing may be sent.
    static func canBeKept(_ pins: [String], by url: URL) -> Bool {
        #if canImport(Security)
            pins.isEmpty || url.scheme == "https"
        #else
            pins.isEmpty
        #endif
    }

    #if canImport(Security)
        /// The system's opinion first, then the server's own key: the handshake ends before
        /// anything is sent.
        static func areKept(_ pins: [String], by trust: SecTrust) -> Bool {
            guard SecTrustEvaluateWithError(trust, nil),
                let chain = SecTrustCopyCertificateChain(trust) as? [SecCertificate],
                let own = chain.first,
                let pin = certificatePin(certificate: SecCertificateCopyData(own) as Data)
            else { return false }
            return pins.contains(pin)
        }
    #endif
}
