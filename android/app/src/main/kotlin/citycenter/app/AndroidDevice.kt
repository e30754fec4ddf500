package citycenter.app

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.Manifest.permission.POST_NOTIFICATIONS
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.Settings
import androidx.activity.result.ActivityResultRegistry
import androidx.activity.result.contract.ActivityResultContracts.RequestMultiplePermissions
import androidx.activity.result.contract.ActivityResultContracts.TakePicture
import citycenter.core.Device
import citycenter.core.Shot
import citycenter.core.Whereabouts
import java.io.File
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** What this phone can do. It lives as long as the app; activities come and go. */
internal class AndroidDevice(
    private val context: Context,
    /** How the camera app may write into a file of ours. */
    private val address: (File) -> Uri,
    private val news: News,
    private val locator: Locator = Locator(context),
    /** Looks for what could wake this phone, and lets the person choose. */
    private val wakers: () -> Unit = {},
    /** Tells the person the sentence under a key. */
    private val say: (String) -> Unit = {},
) : Device {
    private val roll = CameraRoll(File(context.filesDir, CAMERA))
    private val camera = Errand("camera", TakePicture())
    private val gallery = Errand("gallery", PickPhotos())
    private val permission = Errand("permission", RequestMultiplePermissions())
    private var front: ActivityResultRegistry? = null
    private val errands = listOf(camera, gallery, permission)

    /** An activity is in front, and can ask. */
    fun attach(registry: ActivityResultRegistry) {
        front = registry
        errands.forEach { it.attach(registry) }
    }

    /** It goes, if another one has not come meanwhile. */
    fun detach(registry: ActivityResultRegistry) {
        if (front !== registry) return
        front = null
        errands.forEach { it.detach() }
    }

    override suspend fun takePhoto(): Shot {
        val file = withContext(Dispatchers.IO) { roll.begin() } ?: return Shot.Missing
        val answer = try {
            camera.run(address(file))
        } catch (_: SecurityException) {
            withContext(Dispatchers.IO) { roll.end(file) }
            return Shot.Denied
        } catch (gone: CancellationException) {
            roll.leave(file)
            throw gone
        }
        val taken = withContext(Dispatchers.IO) { roll.end(file) }
        // Some cameras say that nothing was taken, and wrote a photo.
        return taken ?: if (answer == false) Shot.Cancelled else Shot.Missing
    }

    override suspend fun pickPhotos(atMost: Int): List<Shot.Taken> {
        val picked = gallery.run(atMost).orEmpty().take(atMost)
        val read = withContext(Dispatchers.IO) { PickedPhotos(context.contentResolver).read(picked) }
        if (read.size < picked.size) say("app_photos_unreadable")
        return read
    }

    override suspend fun leftPhotos(): List<Shot.Taken> = withContext(Dispatchers.IO) { roll.left() }

    override suspend fun whereAmI(ask: Boolean): Whereabouts {
        if (!locator.allowed && ask) permission.run(arrayOf(ACCESS_FINE_LOCATION, ACCESS_COARSE_LOCATION))
        return locator.where()
    }

    override fun call(number: String) = start(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    override fun open(url: String) =
        start(Intent(Intent.ACTION_VIEW, Uri.parse(url)).addCategory(Intent.CATEGORY_BROWSABLE))

    override fun share(text: String) {
        val sent = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        start(Intent.createChooser(sent, null))
    }

    override fun openPermissions() =
        start(Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", context.packageName, null)))

    override suspend fun askToTell(): Boolean {
        if (!news.heard && Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            permission.run(arrayOf(POST_NOTIFICATIONS))
        }
        return news.heard.also { if (it) withContext(Dispatchers.Main.immediate) { wakers() } }
    }

    override fun tell(report: String, title: String, text: String) = news.tell(report, title, text)

    private fun start(intent: Intent) {
        try {
            context.startActivity(intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        } catch (_: ActivityNotFoundException) {
            say("app_nothing_opens")
        } catch (_: SecurityException) {
            say("app_nothing_opens")
        }
    }

    companion object {
        /** The camera's folder, named in res/xml/shared_files.xml as well. */
        const val CAMERA = "camera"
    }
}
