package citycenter.core

import citycenter.mobilecore.certificatePin
import java.net.Socket
import java.security.KeyStore
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLEngine
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509ExtendedTrustManager

/** What the system trusts. */
internal fun systemTrust(): X509ExtendedTrustManager {
    val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
    factory.init(null as KeyStore?)
    return factory.trustManagers.filterIsInstance<X509ExtendedTrustManager>().first()
}

/** The system's opinion first, then the server's own key: the handshake ends before anything is sent. */
internal class Pins(
    private val trust: X509ExtendedTrustManager,
    private val pins: Collection<String>,
) : X509ExtendedTrustManager() {
    fun socketFactory(): SSLSocketFactory =
        SSLContext.getInstance("TLS").apply { init(null, arrayOf(this@Pins), null) }.socketFactory

    private fun checkKey(chain: Array<X509Certificate>) {
        if (pins.isNotEmpty() && certificatePin(chain.first().encoded) !in pins) {
            throw CertificateException("another key than the city's link said")
        }
    }

    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String, socket: Socket) {
        trust.checkServerTrusted(chain, authType, socket)
        checkKey(chain)
    }

    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String, engine: SSLEngine) {
        trust.checkServerTrusted(chain, authType, engine)
        checkKey(chain)
    }

    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String) {
        trust.checkServerTrusted(chain, authType)
        checkKey(chain)
    }

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String, socket: Socket) =
        throw CertificateException("a phone is no server")

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String, engine: SSLEngine) =
        throw CertificateException("a phone is no server")

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String) =
        throw CertificateException("a phone is no server")

    override fun getAcceptedIssuers(): Array<X509Certificate> = trust.acceptedIssuers
}
