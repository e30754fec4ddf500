package citycenter.core

import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import citycenter.mobilecore.HttpResponse
import citycenter.mobilecore.Transport
import citycenter.mobilecore.TransportException
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.NoRouteToHostException
import java.net.URI
import java.net.UnknownHostException
import java.util.concurrent.ConcurrentHashMap
import javax.net.ssl.HttpsURLConnection
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.X509ExtendedTrustManager
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible

/**
 * The platform's own HTTP: the system's trust store and proxies, and nothing to install.
 * Android and the JVM have it alike.
 */
class HttpTransport(
    private val connectTimeout: Duration = 15.seconds,
    private val readTimeout: Duration = 60.seconds,
    private val trust: X509ExtendedTrustManager = systemTrust(),
) : Transport {
    /** Connections are shared by the requests that trust the same keys. */
    private val factories = ConcurrentHashMap<List<String>, SSLSocketFactory>()

    override suspend fun send(request: HttpRequest): HttpResponse =
        runInterruptible(Dispatchers.IO) {
            try {
                exchange(request)
            } catch (e: UnknownHostException) {
                throw TransportException.NotConnected()
            } catch (e: NoRouteToHostException) {
                throw TransportException.NotConnected()
            } catch (e: IOException) {
                throw TransportException.NoAnswer()
            }
        }

    private fun exchange(request: HttpRequest): HttpResponse {
        val connection = URI(request.url).toURL().openConnection() as HttpURLConnection
        try {
            trust(connection, request.pins)
            connection.requestMethod = word(request.method)
            connection.connectTimeout = connectTimeout.inWholeMilliseconds.toInt()
            connection.readTimeout = readTimeout.inWholeMilliseconds.toInt()
            connection.instanceFollowRedirects = false
            connection.useCaches = false
            request.headers.forEach(connection::setRequestProperty)
            request.body?.let { body ->
                connection.doOutput = true
                // Not streamed: of an answer 401 to a streamed body this class keeps the status and drops the words.
                connection.outputStream.use { it.write(body) }
            }
            val status = connection.responseCode
            if (status < 0) throw IOException("not HTTP")
            val stream = if (status >= 400) connection.errorStream else connection.inputStream
            return HttpResponse(status.toUShort(), headers(connection), stream?.use(::read) ?: ByteArray(0))
        } finally {
            connection.disconnect()
        }
    }

    private fun trust(connection: HttpURLConnection, pins: List<String>) {
        if (connection is HttpsURLConnection) {
            connection.sslSocketFactory = factories.getOrPut(pins) { Pins(trust, pins).socketFactory() }
        } else if (pins.isNotEmpty()) {
            throw IOException("there is no key to be pinned")
        }
    }

    private fun word(method: HttpMethod) =
        when (method) {
            HttpMethod.GET -> "GET"
            HttpMethod.POST -> "POST"
            HttpMethod.PUT -> "PUT"
            HttpMethod.DELETE -> "DELETE"
        }

    /** The status line comes among the headers, without a name. */
    private fun headers(connection: HttpURLConnection): Map<String, String> =
        connection.headerFields.filterKeys { it != null }.mapValues { (_, values) -> values.joinToString(", ") }

    private fun read(stream: InputStream): ByteArray {
        val whole = ByteArrayOutputStream()
        val part = ByteArray(16 * 1024)
        while (true) {
            val count = stream.read(part)
            if (count < 0) return whole.toByteArray()
            if (whole.size() + count > LONGEST_ANSWER) throw IOException("the answer is too long")
            whole.write(part, 0, count)
        }
    }

    private companion object {
        /** Bytes: no answer to a phone is longer, whatever sits between it and the city. */
        const val LONGEST_ANSWER = 8 * 1024 * 1024
    }
}
