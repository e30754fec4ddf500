package citycenter.core

import citycenter.mobilecore.Bounds
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.Shape
import citycenter.mobilecore.TransportException
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

    @Test
    fun `a report with a photo reaches the city, which shows it without its words`() = runBlocking {
        val core = Phone(folder).openAtHome()
        val draft = Phone.write(core)
        val id = core.enqueue(draft)
        assertEquals(Delivery.WAITING, core.myReports().single().delivery)

        val sent = core.flush().single()
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
        assertEquals(Phone.WORDS, own.description)
        assertEquals(1, own.photos.size)
        assertTrue(own.mine)
        val picture = core.photo(id, own.photos.single().id, PhotoSize.SMALL)
        assertEquals(320, ImageIO.read(picture.inputStream()).width)

        val around = Bounds(seen.place.lon - 0.001, seen.place.lat - 0.001, seen.place.lon + 0.001, seen.place.lat + 0.001)
        val card = core.reports(around, null).reports.single { it.id == id }
        assertEquals(number, card.number)
        assertTrue(card.due.lead.startsWith("Due "), card.due.lead)
        assertNull(card.photo)

        assertEquals(id, core.enqueue(draft))
        core.flush()
        assertEquals(number, core.myReports().single().number)
    }

    @Test
    fun `a report made offline waits on the phone and goes when there is a network`() = runBlocking {
        val phone = Phone(folder)
        val core = phone.openAtHome()
        val draft = Phone.write(core)
        phone.trouble = Phone.Trouble.OFFLINE
        val id = core.enqueue(draft)
        core.flush()
        assertEquals(Delivery.WAITING, core.myReports().single().delivery)
        core.close()

        phone.trouble = Phone.Trouble.NONE
        val later = phone.open()
        later.flush()
        val sent = later.myReports().single()
        assertEquals(Delivery.SENT, sent.delivery, "${sent.refusal}")
        assertEquals(sent.number, later.publicReport(id).number)
    }

    @Test
    fun `a lost answer does not make a second report`() = runBlocking {
        val phone = Phone(folder)
        val core = phone.openAtHome()
        val id = core.enqueue(Phone.write(core))
        phone.trouble = Phone.Trouble.RECEIPT_LOST
        core.flush()
        assertEquals(Delivery.WAITING, core.myReports().single().delivery)
        val number = core.publicReport(id).number

        phone.trouble = Phone.Trouble.NONE
        phone.ahead = core.nextFlushAt()!! - phone.now()
        core.flush()
        assertEquals(number, core.myReports().single().number)
    }

    @Test
    fun `nobody at the other end is no answer`() {
        val request = HttpRequest(HttpMethod.GET, "http://127.0.0.1:1/", emptyMap(), null, emptyList())
        assertThrows<TransportException.NoAnswer> { runBlocking { HttpTransport().send(request) } }
    }
}
