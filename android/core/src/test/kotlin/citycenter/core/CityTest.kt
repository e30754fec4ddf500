package citycenter.core

import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Language
import citycenter.mobilecore.RefusalCode
import citycenter.mobilecore.lookAtPhoto
import citycenter.mobilecore.readLink
import citycenter.mobilecore.writeLink
import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** How a phone comes to a city, and what it is told when it does not. */
class CityTest {
    @TempDir lateinit var folder: Path

    @Test
    fun `the code on a lamp post brings city, place and type`() = runBlocking {
        val link = readLink("${Phone.server()}/c/${Phone.city()}/report?at=57.6204,36.3992&type=pothole", Language.EN)
        assertEquals("pothole", link.issueType)
        assertEquals(57.6204, link.place!!.lat)
        assertEquals(link, readLink(writeLink(link), Language.RU))

        val core = Phone(folder).open()
        val account = core.addCityByLink(link)
        assertTrue(account.chosen)
        assertEquals(Phone.city(), account.city)
        assertEquals(listOf(account), core.accounts())
        assertEquals(account.title, core.city().title)
        assertEquals(account.id, core.addCityByLink(readLink(Phone.server(), Language.EN)).id, "the server's own city")
    }

    @Test
    fun `what is refused says which field and why`() = runBlocking {
        val link = assertThrows<CoreException.Rejected> { readLink("http://city.example/", Language.EN) }
        assertEquals(listOf("link" to "not_encrypted"), link.fields.map { it.field to it.code })
        assertTrue(link.fields.single().message.endsWith("."))

        val core = Phone(folder).open()
        val homeless = assertThrows<CoreException.Rejected> { core.newDraft() }
        assertEquals("city", homeless.fields.single().field)
        val nowhere = Phone.link().copy(city = "no-such-city")
        val unknown = assertThrows<CoreException.Rejected> { runBlocking { core.addCityByLink(nowhere) } }
        assertEquals(RefusalCode.NOT_FOUND, unknown.code)
        assertTrue(core.accounts().isEmpty())

        core.addCityByLink(Phone.link())
        val draft = core.newDraft()
        val unfinished = assertThrows<CoreException.Rejected> { core.enqueue(draft) }
        assertTrue(unfinished.fields.map { it.field }.containsAll(listOf("place", "type")))
        val photo = assertThrows<CoreException.Rejected> { runBlocking { draft.addPhoto("no photo".toByteArray()) } }
        assertEquals(listOf("photo" to "not_a_photo"), photo.fields.map { it.field to it.code })
        assertNull(lookAtPhoto("no photo".toByteArray()).place)
    }

    @Test
    fun `without a network there is no answer and nothing is lost`() = runBlocking {
        val phone = Phone(folder).apply { trouble = Phone.Trouble.OFFLINE }
        val core = phone.open()
        assertThrows<CoreException.Offline> { runBlocking { core.addCityByLink(Phone.link()) } }
        assertTrue(core.accounts().isEmpty())
    }
}
