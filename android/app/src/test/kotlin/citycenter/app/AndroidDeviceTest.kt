package citycenter.app

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.app.Application
import android.content.ClipData
import android.content.Intent
import android.location.Location
import android.location.LocationManager
import android.net.Uri
import android.os.Bundle
import android.os.SystemClock
import androidx.activity.result.ActivityResultRegistry
import androidx.activity.result.contract.ActivityResultContract
import androidx.core.app.ActivityOptionsCompat
import citycenter.core.Shot
import citycenter.core.Whereabouts
import java.io.ByteArrayInputStream
import java.io.File
import java.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper
import org.robolectric.shadows.ShadowSystemClock

@RunWith(RobolectricTestRunner::class)
class AndroidDeviceTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val files = mutableListOf<File>()
    private val locations = context.system<LocationManager>()
    private var chooser = 0
    private val said = mutableListOf<String>()
    private val device = AndroidDevice(
        context,
        address = { file -> Uri.fromFile(file).also { files += file } },
        news = News(context) { "News" },
        locator = Locator(context, patience = 200.milliseconds),
        wakers = { chooser++ },
        say = said::add,
    )

    /** An activity's way to ask, as a person who answers by [answers], in the order of asking. */
    private class Front(private vararg val answers: (Any?) -> Any?) : ActivityResultRegistry() {
        val asked = mutableListOf<Any?>()

        override fun <I, O> onLaunch(requestCode: Int, contract: ActivityResultContract<I, O>, input: I, options: ActivityOptionsCompat?) {
            asked += input
            val answer = answers.getOrNull(asked.size - 1) ?: return
            @Suppress("UNCHECKED_CAST")
            dispatchResult(requestCode, answer(input) as O)
        }

        fun answerLate(requestCode: Int, answer: Any?) = dispatchResult(requestCode, answer)
    }

    @Before
    fun nowhere() {
        ShadowSystemClock.advanceBy(java.time.Duration.ofHours(1))
        for (source in locations.allProviders) shadowOf(locations).setProviderEnabled(source, false)
    }

    @Test
    fun `a photo is what the camera wrote, and no file stays`() {
        device.attach(Front({ (it as Uri).let { uri -> File(checkNotNull(uri.path)).writeBytes(JPEG) }; true }))
        val shot = soon { device.takePhoto() } as Shot.Taken
        assertArrayEquals(JPEG, shot.bytes)
        assertFalse(files.single().exists())
        assertEquals(emptyList<Shot.Taken>(), soon { device.leftPhotos() })
    }

    @Test
    fun `who goes back has taken nothing, and who takes nothing neither`() {
        device.attach(Front({ false }, { true }))
        assertEquals(Shot.Cancelled, soon { device.takePhoto() })
        assertEquals(Shot.Missing, soon { device.takePhoto() })
    }

    @Test
    fun `a camera that says it was cancelled and wrote a photo has taken one`() {
        device.attach(Front({ (it as Uri).let { uri -> File(checkNotNull(uri.path)).writeBytes(JPEG) }; false }))
        assertArrayEquals(JPEG, (soon { device.takePhoto() } as Shot.Taken).bytes)
    }

    @Test
    fun `a photo whose page went while the camera was open is given to the next page`() {
        val front = Front()
        device.attach(front)
        val shot = later(front) { device.takePhoto() }
        shot.cancel()
        idle { shot.isCompleted }
        assertEquals(emptyList<Shot.Taken>(), soon { device.leftPhotos() })
        assertTrue("the camera still writes there", files.single().exists())
        files.single().writeBytes(JPEG)
        assertArrayEquals(JPEG, soon { device.leftPhotos() }.single().bytes)
        assertFalse(files.single().exists())
    }

    @Test
    fun `without an activity there is no camera`() = assertEquals(Shot.Missing, soon { device.takePhoto() })

    @Test
    fun `an activity that was made anew takes the answer`() {
        val first = Front()
        device.attach(first)
        val shot = later(first) { device.takePhoto() }
        assertFalse(shot.isCompleted)
        files.single().writeBytes(JPEG)
        val second = Front()
        second.onRestoreInstanceState(Bundle().also(first::onSaveInstanceState))
        device.attach(second)
        device.detach(first)
        second.answerLate(requestCode(second), true)
        assertArrayEquals(JPEG, (done(shot) as Shot.Taken).bytes)
    }

    @Test
    fun `a photo that came after the app was ended is given once`() {
        val camera = File(context.filesDir, AndroidDevice.CAMERA).apply { mkdirs() }
        File(camera, "before.jpg").writeBytes(JPEG)
        File(camera, "cancelled.jpg").createNewFile()
        val left = soon { device.leftPhotos() }
        assertArrayEquals(JPEG, left.single().bytes)
        assertEquals(emptyList<Shot.Taken>(), soon { device.leftPhotos() })
        assertEquals(0, camera.listFiles().orEmpty().size)
    }

    @Test
    fun `a photo that is being taken is not what was left behind`() {
        val front = Front()
        device.attach(front)
        val shot = later(front) { device.takePhoto() }
        files.single().writeBytes(JPEG)
        assertEquals(emptyList<Shot.Taken>(), soon { device.leftPhotos() })
        assertFalse(shot.isCompleted)
    }

    @Test
    fun `of the gallery come as many photos as were asked for, without those that cannot be read`() {
        val uris = (1..4).map { Uri.parse("content://gallery/$it") }
        val gallery = shadowOf(context.contentResolver)
        gallery.registerInputStreamSupplier(uris.first()) { throw IOException("in the cloud, and there is no network") }
        for (uri in uris.drop(1)) gallery.registerInputStreamSupplier(uri) { ByteArrayInputStream(JPEG) }
        device.attach(Front({ uris }))
        assertEquals(2, soon { device.pickPhotos(3) }.size)
        assertEquals(listOf("app_photos_unreadable"), said)
    }

    @Test
    fun `of photos come as many as the phone can hold, and a broken gallery ends nothing`() {
        val uris = (1..4).map { Uri.parse("content://gallery/$it") }
        val gallery = shadowOf(context.contentResolver)
        gallery.registerInputStreamSupplier(uris[0]) { throw IllegalStateException("broken") }
        gallery.registerInputStreamSupplier(uris[1]) { ByteArrayInputStream(ByteArray(60)) }
        gallery.registerInputStreamSupplier(uris[2]) { ByteArrayInputStream(ByteArray(60)) }
        gallery.registerInputStreamSupplier(uris[3]) { ByteArrayInputStream(ByteArray(40)) }
        val read = PickedPhotos(context.contentResolver, most = 100).read(uris)
        assertEquals(listOf(60, 40), read.map { it.bytes.size })
    }

    @Test
    fun `photos that the core does not read are known by how they begin`() {
        fun begins(text: String) = PickedPhotos.isHeif(byteArrayOf(0, 0, 0, 24) + text.toByteArray())
        assertTrue(listOf("ftypheic", "ftypmif1", "ftypavif").all(::begins))
        assertFalse(begins("ftypmp42") || begins("ftyp") || PickedPhotos.isHeif(JPEG))
    }

    @Test
    fun `a phone without an app for it says so`() {
        shadowOf(context).checkActivities(true)
        device.call("+7 4242 000-000")
        assertEquals(listOf("app_nothing_opens"), said)
    }

    @Test
    fun `the picker shows photos only, and says how many it may give`() {
        val picker = PickPhotos()
        val several = picker.createIntent(context, 5)
        assertEquals("image/*", several.type)
        assertEquals(5, several.getIntExtra("android.provider.extra.PICK_IMAGES_MAX", 0))
        assertFalse(picker.createIntent(context, 1).hasExtra("android.provider.extra.PICK_IMAGES_MAX"))
        val one = Uri.parse("content://a/1")
        val two = Uri.parse("content://a/2")
        val answer = Intent().setData(one).apply {
            clipData = ClipData.newRawUri(null, one).apply { addItem(ClipData.Item(two)) }
        }
        assertEquals(listOf(one, two), picker.parseResult(-1, answer))
        assertEquals(emptyList<Uri>(), picker.parseResult(0, answer))
    }

    @Test
    fun `who is not asked and has not allowed it is nowhere`() {
        val front = Front({ emptyMap<String, Boolean>() })
        device.attach(front)
        assertEquals(Whereabouts.Denied, soon { device.whereAmI(ask = false) })
        assertEquals(0, front.asked.size)
        assertEquals(Whereabouts.Denied, soon { device.whereAmI(ask = true) })
        assertEquals(1, front.asked.size)
    }

    @Test
    fun `who allows it is asked once, and a phone without location says so`() {
        val front = Front({ allow(); emptyMap<String, Boolean>() })
        device.attach(front)
        assertEquals(Whereabouts.Off, soon { device.whereAmI(ask = true) })
        assertEquals(Whereabouts.Off, soon { device.whereAmI(ask = true) })
        assertEquals(1, front.asked.size)
    }

    @Test
    fun `a place of just now is used, an old one is not`() {
        allow()
        shadowOf(locations).setProviderEnabled(LocationManager.GPS_PROVIDER, true)
        shadowOf(locations).setLastKnownLocation(LocationManager.GPS_PROVIDER, spot(ago = 600.seconds))
        assertEquals(Whereabouts.Unknown, soon { device.whereAmI(ask = false) })
        shadowOf(locations).setLastKnownLocation(LocationManager.GPS_PROVIDER, spot(ago = 30.seconds))
        val here = soon { device.whereAmI(ask = false) } as Whereabouts.Here
        assertEquals(57.62, here.place.lat, 1e-9)
        assertEquals(13, here.accuracy)
    }

    @Test
    fun `a rough place is better than none`() {
        allow()
        shadowOf(locations).setProviderEnabled(LocationManager.NETWORK_PROVIDER, true)
        val rough = spot(ago = 1.seconds).apply { accuracy = 800f }
        shadowOf(locations).setLastKnownLocation(LocationManager.NETWORK_PROVIDER, rough)
        assertEquals(800, (soon { device.whereAmI(ask = false) } as Whereabouts.Here).accuracy)
    }

    @Test
    fun `numbers go to the dialler, addresses to the browser, words to whoever takes them`() {
        device.call("+7 4242 000-000")
        assertEquals(Intent.ACTION_DIAL, next().action)
        device.open("https://city.example/")
        assertEquals("https://city.example/", next().dataString)
        device.share("Pothole")
        assertEquals(Intent.ACTION_CHOOSER, next().action)
        device.openPermissions()
        assertEquals("package:${context.packageName}", next().dataString)
    }

    @Test
    fun `news are asked for where the system wants it, and a waker is chosen only by who agrees`() {
        val notifications = shadowOf(context.system<android.app.NotificationManager>())
        notifications.setNotificationsEnabled(false)
        device.attach(Front({ emptyMap<String, Boolean>() }, { notifications.setNotificationsEnabled(true); emptyMap<String, Boolean>() }))
        assertFalse(soon { device.askToTell() })
        assertEquals(0, chooser)
        assertTrue(soon { device.askToTell() })
        assertEquals(1, chooser)
    }

    private fun allow() = shadowOf(context).grantPermissions(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION)

    private fun spot(ago: Duration) = Location(LocationManager.GPS_PROVIDER).apply {
        latitude = 57.62
        longitude = 36.4
        accuracy = 12.3f
        time = System.currentTimeMillis()
        elapsedRealtimeNanos = SystemClock.elapsedRealtimeNanos() - ago.inWholeNanoseconds
    }

    private fun next(): Intent = checkNotNull(shadowOf(context).nextStartedActivity)

    private fun requestCode(front: Front): Int =
        Bundle().also(front::onSaveInstanceState)
            .let { saved ->
                val keys = checkNotNull(saved.getStringArrayList("KEY_COMPONENT_ACTIVITY_REGISTERED_KEYS"))
                val codes = checkNotNull(saved.getIntegerArrayList("KEY_COMPONENT_ACTIVITY_REGISTERED_RCS"))
                codes[keys.indexOf("camera")]
            }

    /** What is asked at [front] and answered when a test does. */
    private fun <T> later(front: Front, what: suspend () -> T): Deferred<T> =
        CoroutineScope(Dispatchers.IO).async { what() }.also { idle { front.asked.isNotEmpty() } }

    private fun <T> soon(what: suspend () -> T): T = done(CoroutineScope(Dispatchers.IO).async { what() })

    @Suppress("OPT_IN_USAGE")
    private fun <T> done(answer: Deferred<T>): T {
        idle { answer.isCompleted }
        return answer.getCompleted()
    }

    /** Lets the main thread of the phone run until something holds. */
    private fun idle(until: () -> Boolean) {
        val end = System.nanoTime() + 20.seconds.inWholeNanoseconds
        while (!until()) {
            check(System.nanoTime() < end) { "nothing came" }
            ShadowLooper.idleMainLooper()
            Thread.onSpinWait()
        }
    }

    private companion object {
        val JPEG = byteArrayOf(-1, -40, -1, 1, 2, 3)
    }
}
