package citycenter.core

import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import citycenter.mobilecore.TransportException
import citycenter.mobilecore.certificatePin
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.util.concurrent.atomic.AtomicInteger
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509ExtendedTrustManager
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** A server is heard only when it has the key that the city's link named. */
class PinsTest {
    @TempDir lateinit var folder: Path
    private lateinit var server: HttpsServer
    private lateinit var keys: KeyStore
    private val asked = AtomicInteger()

    @BeforeEach
    fun start() {
        keys = keys()
        val managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
        managers.init(keys, PASSWORD)
        val tls = SSLContext.getInstance("TLS").apply { init(managers.keyManagers, null, null) }
        server = HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        server.httpsConfigurator = HttpsConfigurator(tls)
        server.createContext("/") {
            asked.incrementAndGet()
            it.sendResponseHeaders(204, -1)
            it.close()
        }
        server.start()
    }

    @AfterEach fun stop() = server.stop(0)

    @Test
    fun `another key is no answer, and nothing was sent to it`() = runBlocking {
        val http = HttpTransport(trust = trusting())
        val own = certificatePin(keys.getCertificate("server").encoded)!!
        assertEquals(204u.toUShort(), http.send(request(own)).status)
        assertEquals(204u.toUShort(), http.send(request()).status)
        assertThrows<TransportException.NoAnswer> { runBlocking { http.send(request(OTHER)) } }
        assertEquals(204u.toUShort(), http.send(request(OTHER, own)).status)
        assertEquals(3, asked.get())
    }

    @Test
    fun `a pin does not stand for the system's trust, nor for encryption`() {
        val own = certificatePin(keys.getCertificate("server").encoded)!!
        assertThrows<TransportException.NoAnswer> { runBlocking { HttpTransport().send(request(own)) } }
        val open = HttpRequest(HttpMethod.GET, "${Phone.server()}/", emptyMap(), null, listOf(own))
        assertThrows<TransportException.NoAnswer> { runBlocking { HttpTransport().send(open) } }
        assertEquals(0, asked.get())
    }

    private fun request(vararg pins: String) =
        HttpRequest(HttpMethod.GET, "https://localhost:${server.address.port}/", emptyMap(), null, pins.toList())

    /** A key and its certificate for this machine, made by the JDK's own tool. */
    private fun keys(): KeyStore {
        val file = folder.resolve("keys.p12")
        val tool = Path.of(System.getProperty("java.home"), "bin", "keytool")
        val made =
            ProcessBuilder(
                "$tool", "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost",
                "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore", "$file", "-storepass", String(PASSWORD),
            ).redirectErrorStream(true).redirectOutput(folder.resolve("keytool.txt").toFile()).start().waitFor()
        check(made == 0) { Files.readString(folder.resolve("keytool.txt")) }
        return Files.newInputStream(file).use { KeyStore.getInstance("PKCS12").apply { load(it, PASSWORD) } }
    }

    private fun trusting(): X509ExtendedTrustManager {
        val trusted = KeyStore.getInstance(KeyStore.getDefaultType()).apply { load(null) }
        trusted.setCertificateEntry("server", keys.getCertificate("server"))
        val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(trusted) }
        return factory.trustManagers.filterIsInstance<X509ExtendedTrustManager>().first()
    }

    private companion object {
        val PASSWORD = "only a test".toCharArray()
        const val OTHER = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    }
}
