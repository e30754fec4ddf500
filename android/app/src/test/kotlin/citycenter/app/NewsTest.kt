package citycenter.app

import android.app.Application
import android.app.Notification
import android.app.NotificationManager
import androidx.work.NetworkType
import citycenter.core.Route
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class NewsTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val manager = context.system<NotificationManager>()

    @Test
    fun `news of a report open that report, and replace its older news`() {
        val news = News(context) { "Новости" }
        news.tell("a1", "Яма", "Принято")
        news.tell("a1", "Яма", "Решено")
        news.tell("b2", "Лампа", "Принято")
        assertEquals(2, manager.activeNotifications.size)
        val first = manager.activeNotifications.single { it.tag == "a1" }.notification
        assertEquals("Решено", first.extras.getString(Notification.EXTRA_TEXT))
        val opened = shadowOf(first.contentIntent).savedIntent
        assertEquals(MainActivity::class.java.name, opened.component?.className)
        assertEquals(Route.Report("a1").text, opened.getStringExtra(MainActivity.PAGE))
        assertTrue(first.contentIntent.isImmutable)
        val second = manager.activeNotifications.single { it.tag == "b2" }.notification
        assertEquals(Route.Report("b2").text, shadowOf(second.contentIntent).savedIntent.getStringExtra(MainActivity.PAGE))
    }

    @Test
    fun `the channel is named in the person's words, and a locked phone does not read aloud`() {
        News(context) { "Новости" }.tell("a1", "Яма", "Решено")
        assertEquals("Новости", manager.getNotificationChannel(News.CHANNEL).name.toString())
        assertEquals(Notification.VISIBILITY_PRIVATE, manager.activeNotifications.single().notification.visibility)
    }

    @Test
    fun `nobody is told anything when notifications are off`() {
        shadowOf(manager).setNotificationsEnabled(false)
        assertFalse(News(context) { "News" }.heard)
    }

    @Test
    fun `a pass waits for its time and for a network`() {
        val pass = Waker.once(90_000).workSpec
        assertEquals(90_000, pass.initialDelay)
        assertEquals(NetworkType.CONNECTED, pass.constraints.requiredNetworkType)
        assertEquals(Pass::class.java.name, pass.workerClassName)
    }

    @Test
    fun `news are asked for some times a day, never on an empty battery`() {
        val often = Waker.regularly().workSpec
        assertEquals(4 * 60 * 60 * 1000L, often.intervalDuration)
        assertTrue(often.constraints.requiresBatteryNotLow())
    }
}
