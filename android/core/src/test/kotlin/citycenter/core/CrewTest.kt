package citycenter.core

import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.DeedOutcome
import citycenter.mobilecore.PersonKind
import citycenter.mobilecore.SignIn
import java.nio.file.Path
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Staff on a phone: signs in, works a case where there is no network, and finds it done. */
class CrewTest {
    @TempDir lateinit var folder: Path

    @Test
    fun `what is done to a case in a cellar arrives when there is a network`() = runBlocking {
        val phone = Phone(folder)
        val core = phone.openAtHome()
        val id = core.enqueue(Phone.write(core))
        core.flush()
        val entered = core.signIn("dispatcher", Phone.PASSWORD) as SignIn.Done
        assertEquals(PersonKind.STAFF, entered.account.person?.kind)
        core.refreshRound()
        assertTrue(core.refreshCase(id).actions.first().main)

        phone.trouble = Phone.Trouble.OFFLINE
        val accept = core.beginDeed(id, DeedKind.Move("accepted"))
        core.enqueueDeed(accept)
        val resolve = core.beginDeed(id, DeedKind.Move("resolved"))
        assertEquals(listOf("photos"), resolve.screen().missing.map { it.field })
        resolve.endWith(DeedOutcome.FIXED)
        resolve.addPhoto(Phone.photo(), core.city().center, phone.now())
        core.enqueueDeed(resolve)
        core.flush()
        assertEquals(2, core.waitingDeeds().size)
        assertEquals("Resolved. Waiting to be sent.", core.waitingDeeds().last().text)

        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        core.flush()
        assertTrue(core.waitingDeeds().isEmpty(), "${core.waitingDeeds()}")
        assertEquals("resolved", core.refreshCase(id).report.status)
        assertNull(core.signOut().person)
    }
}
