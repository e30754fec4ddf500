package citycenter.core

import citycenter.mobilecore.Bounds
import citycenter.mobilecore.Core
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.Draft
import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import citycenter.mobilecore.HttpResponse
import citycenter.mobilecore.Language
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.Shape
import citycenter.mobilecore.Step
import citycenter.mobilecore.Transport
import citycenter.mobilecore.TransportException
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.nio.file.Path
import javax.imageio.ImageIO
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** A resident's phone and a real server, with nothing in between but the phone's own HTTP. */
class ReportingTest {
    @TempDir lateinit var folder: Path

    private fun open(transport: Transport = HttpTransport()): Core =
        Core.open(folder.toString(), server(), city(), Language.EN, transport)

    /** A report of the first kind that the city takes, in the middle of the city. */
    private suspend fun write(core: Core): Draft {
        val draft = core.newDraft(now())
        draft.putPin(core.city().center, null)
        draft.chooseType(core.catalogue().categories.first().types.first().slug)
        draft.describe(WORDS)
        draft.addPhoto(photo())
        assertEquals(Step.SEND, draft.screen().next)
        return draft
    }

    @Test
    fun `a report with a photo reaches the city, which shows it without its words`() = runBlocking {
        val core = open()
        val draft = write(core)
        val id = core.enqueue(draft, now())
        assertEquals(Delivery.WAITING, core.myReports().single().delivery)

        val sent = core.flush(now()).single()
        assertEquals(Delivery.SENT, sent.delivery, "${sent.refusal}")
        val number = sent.number!!
        assertTrue(Regex("""\d{4}-\d{6,}""").matches(number), number)

        val seen = core.publicReport(id)
        assertEquals(number, seen.number)
        assertEquals("assigned", seen.status)
        assertEquals(Shape.NEW, seen.shape)
        assertEquals(sent.department, seen.department)
        assertTrue(seen.department.isNotBlank())
        assertNull(seen.description)
        assertTrue(seen.photos.isEmpty())
        assertFalse(seen.mine)

        val own = core.report(id)
        assertEquals(WORDS, own.description)
        assertEquals(1, own.photos.size)
        assertTrue(own.mine)
        val picture = core.photo(id, own.photos.single().id, PhotoSize.SMALL)
        assertEquals(320, ImageIO.read(picture.inputStream()).width)

        val around = Bounds(seen.place.lon - 0.001, seen.place.lat - 0.001, seen.place.lon + 0.001, seen.place.lat + 0.001)
        val card = core.reports(around, null).reports.single { it.id == id }
        assertEquals(number, card.number)
        assertTrue(card.due.lead.startsWith("Due "), card.due.lead)
        assertNull(card.photo)

        assertEquals(id, core.enqueue(draft, now()))
        core.flush(now())
        assertEquals(number, core.myReports().single().number)
    }

    @Test
    fun `a report made offline waits on the phone and goes when there is a network`() = runBlocking {
        val network = Network()
        val core = open(network)
        val draft = write(core)
        network.trouble = Trouble.OFFLINE
        val id = core.enqueue(draft, now())
        core.flush(now())
        assertEquals(Delivery.WAITING, core.myReports().single().delivery)
        core.close()

        network.trouble = Trouble.NONE
        val later = open(network)
        later.flush(now())
        val sent = later.myReports().single()
        assertEquals(Delivery.SENT, sent.delivery, "${sent.refusal}")
        assertEquals(sent.number, later.publicReport(id).number)
    }

    @Test
    fun `a lost answer does not make a second report`() = runBlocking {
        val network = Network()
        val core = open(network)
        val id = core.enqueue(write(core), now())
        network.trouble = Trouble.RECEIPT_LOST
        core.flush(now())
        assertEquals(Delivery.WAITING, core.myReports().single().delivery)
        val number = core.publicReport(id).number

        network.trouble = Trouble.NONE
        core.flush(core.nextFlushAt()!!)
        assertEquals(number, core.myReports().single().number)
    }

    @Test
    fun `nobody at the other end is no answer`() {
        val request = HttpRequest(HttpMethod.GET, "http://127.0.0.1:1/", emptyMap(), null)
        assertThrows<TransportException.NoAnswer> { runBlocking { HttpTransport().send(request) } }
    }

    private enum class Trouble { NONE, OFFLINE, RECEIPT_LOST }

    /** The real network, when there is one. */
    private class Network : Transport {
        private val http = HttpTransport()
        var trouble = Trouble.NONE

        override suspend fun send(request: HttpRequest): HttpResponse {
            if (trouble == Trouble.OFFLINE) throw TransportException.NotConnected()
            val response = http.send(request)
            if (trouble == Trouble.RECEIPT_LOST && request.method == HttpMethod.POST) throw TransportException.NoAnswer()
            return response
        }
    }

    private companion object {
        const val WORDS = "A hole, half a metre wide"

        fun now() = System.currentTimeMillis()

        fun server(): String =
            System.getenv("CITY_BASE_URL") ?: error("set CITY_BASE_URL to a running server, http://127.0.0.1:8080")

        fun city(): String = System.getenv("CITY_SLUG") ?: "small-town"

        fun photo(): ByteArray {
            val picture = BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB)
            val canvas = picture.createGraphics()
            canvas.color = Color.GRAY
            canvas.fillRect(0, 0, 800, 600)
            canvas.color = Color.DARK_GRAY
            canvas.fillOval(250, 200, 300, 200)
            canvas.dispose()
            return ByteArrayOutputStream().also { ImageIO.write(picture, "jpg", it) }.toByteArray()
        }
    }
}
