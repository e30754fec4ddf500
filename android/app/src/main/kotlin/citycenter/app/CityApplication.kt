package citycenter.app

import android.app.Application
import android.content.ComponentCallbacks2
import android.util.Log
import androidx.core.content.FileProvider
import citycenter.core.App
import citycenter.core.HttpTransport
import citycenter.mobilecore.Clock
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.Language
import citycenter.mobilecore.Platform
import java.io.File
import java.io.IOException
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onStart
import kotlinx.coroutines.launch

/** One process of the app: whatever the system started it for finds the same [app] here. */
class CityApplication : Application() {
    /** What nobody waits for does not end the process. */
    private val failed = CoroutineExceptionHandler { _, error -> Log.w("CityCenter", error.javaClass.name) }
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default + failed)
    private var watching: Job? = null
    private val network by lazy { Network(this) }
    private val waker by lazy { Waker(this) }
    internal val push by lazy { Push(this) }

    /** The activity that is seen. */
    internal var front: MainActivity? = null
    internal val device by lazy {
        AndroidDevice(
            this,
            address = { FileProvider.getUriForFile(this, "$packageName.photos", it) },
            news = News(this) { app.words("app_news") },
            wakers = { front?.let { push.choose(it, ::registerPush) } },
            say = { key -> app.tell(app.words(key)) },
        )
    }
    internal val pictures by lazy {
        Bitmaps(app.photos, resources.displayMetrics.run { maxOf(widthPixels, heightPixels) })
    }

    /** Drafts, the outbox and everything that is known: in a folder that no backup carries away. */
    val app: App by lazy {
        App(
            folder = File(noBackupFilesDir, "city").toPath(),
            platform = Platform(
                transport = HttpTransport(),
                clock = object : Clock {
                    override fun now() = System.currentTimeMillis()
                },
                connectivity = network,
                secrets = Safe(File(noBackupFilesDir, "secrets")),
                push = push,
            ),
            device = device,
            systemLanguage = languageOf(resources.configuration.locales[0].language),
            home = BuildConfig.HOME.ifEmpty { null },
            wakeIn = { waker.wakeIn(it) },
        )
    }

    /** [app]; nothing while its files cannot be opened, on a full phone: the next question tries anew. */
    internal fun opened(): App? =
        try {
            app
        } catch (_: CoreException) {
            null
        } catch (_: IOException) {
            null
        }

    override fun onCreate() {
        super.onCreate()
        network.onArrival { opened()?.wake() }
        waker.wakeNowAndThen()
        watch()
    }

    /** Now, and whenever one more report has arrived: each has an address of its own to be woken at. */
    @Synchronized
    internal fun watch() {
        if (watching?.isActive == true) return
        watching = scope.launch {
            val app = opened() ?: return@launch
            app.changes.onStart { emit(Unit) }.map { arrived() }.distinctUntilChanged().collect { tellAddress() }
        }
    }

    /** The phone has an address to be woken at, or another one. */
    internal fun registerPush() {
        scope.launch { tellAddress() }
    }

    /** Without a network the next start of the app tells it; until then the app asks for news by itself. */
    private suspend fun tellAddress() {
        try {
            if (app.tells && app.account() != null) app.core.registerPush()
        } catch (_: CoreException) {
            return
        }
    }

    private fun arrived(): Int =
        try {
            app.core.myReports().count { it.delivery == Delivery.SENT }
        } catch (_: CoreException) {
            0
        }

    override fun onTrimMemory(level: Int) {
        super.onTrimMemory(level)
        if (level >= ComponentCallbacks2.TRIM_MEMORY_UI_HIDDEN) pictures.drop()
    }

    override fun onLowMemory() {
        super.onLowMemory()
        pictures.drop()
    }
}

/** What the app speaks to whom the system speaks [code] to: Russian, or else English. */
internal fun languageOf(code: String): Language = if (code == "ru") Language.RU else Language.EN
