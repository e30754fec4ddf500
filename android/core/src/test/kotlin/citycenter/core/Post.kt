package citycenter.core

import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import java.util.UUID

/** What the city of the tests would have sent by mail. */
object Post {
    private val http = HttpTransport()

    /** An address that nobody has had before. */
    fun address(): String = "ann-${UUID.randomUUID()}@example.com"

    /** The code that was sent to an address; nothing while it has not gone out. */
    suspend fun code(to: String): String? {
        val request = HttpRequest(HttpMethod.GET, "${Phone.server()}/api/v1/demo/outbox", emptyMap(), null, emptyList())
        val messages = String(http.send(request).body).split("\"to\":")
        val message = messages.find { it.startsWith("\"$to\"") } ?: return null
        return Regex("""\b(\d{6})\b""").find(message.substringAfter("\"body\":"))?.value
    }
}
