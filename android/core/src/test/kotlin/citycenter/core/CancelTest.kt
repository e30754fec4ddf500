package citycenter.core

import citycenter.mobilecore.CancelToken
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.PhotoProgress
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Whoever stops waiting loses nothing and leaves nothing behind. */
class CancelTest {
    @TempDir lateinit var folder: Path

    /** Tells when a photo is half done, and keeps it there until it may go on. */
    private class Halfway : PhotoProgress {
        val told = ConcurrentLinkedQueue<Int>()
        val reached = CompletableDeferred<Unit>()
        val goOn = CountDownLatch(1)

        override fun percent(percent: UByte) {
            told.add(percent.toInt())
            if (percent >= 40u && reached.complete(Unit)) goOn.await()
        }
    }

    @Test
    fun `a photo is watched, and one that is stopped by its token leaves nothing`() = runBlocking {
        val draft = Phone(folder).openAtHome().newDraft()
        val halfway = Halfway()
        val token = CancelToken()
        val adding = async(Dispatchers.Default) { draft.addPhoto(Phone.photo(3000, 2000), halfway, token) }
        halfway.reached.await()
        token.cancel()
        halfway.goOn.countDown()
        assertNull(adding.await())
        assertTrue(draft.screen().photos.isEmpty())
        assertEquals(halfway.told.sorted(), halfway.told.toList())

        val whole = Halfway().apply { goOn.countDown() }
        assertTrue(draft.addPhoto(Phone.photo(3000, 2000), whole) != null)
        assertEquals(100, whole.told.last())
        val kept = draft.screen().photos.single()
        assertEquals(2048u, kept.width)
    }

    @Test
    fun `a photo whose coroutine is cancelled leaves nothing`() = runBlocking {
        val draft = Phone(folder).openAtHome().newDraft()
        val halfway = Halfway()
        val adding = launch(Dispatchers.Default) { draft.addPhoto(Phone.photo(3000, 2000), halfway) }
        halfway.reached.await()
        adding.cancelAndJoin()
        halfway.goOn.countDown()
        // One photo after the other: by then the first one had its chance.
        draft.addPhoto(Phone.photo())
        assertEquals(1, draft.screen().photos.size)
    }

    @Test
    fun `a report whose sending was cancelled is sent once, later`() = runBlocking {
        val phone = Phone(folder)
        val core = phone.openAtHome()
        val id = core.enqueue(Phone.write(core))
        phone.trouble = Phone.Trouble.STUCK
        val flushing = launch(Dispatchers.Default) { core.flush() }
        phone.stuck.await()
        flushing.cancelAndJoin()

        phone.trouble = Phone.Trouble.NONE
        core.flush()
        val sent = core.myReports().single()
        assertEquals(Delivery.SENT, sent.delivery, "${sent.refusal}")
        assertEquals(id, sent.id)
        assertEquals(1, core.report(id).photos.size)
    }
}
