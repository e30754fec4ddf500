package citycenter.app

import android.app.UiModeManager
import android.content.Intent
import android.content.res.Configuration
import android.os.Build
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.OnBackPressedCallback
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.compose.runtime.CompositionLocalProvider
import citycenter.core.App
import citycenter.core.Pages
import citycenter.core.Route
import citycenter.core.Words
import citycenter.ui.CityApp
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.part.LocalPictures
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The only window. */
class MainActivity : ComponentActivity() {
    private val city get() = application as CityApplication

    /** Nothing while its files cannot be opened. */
    private var app: App? = null
    private val scope = MainScope()

    override fun onCreate(saved: Bundle?) {
        enableEdgeToEdge()
        super.onCreate(saved)
        city.device.attach(activityResultRegistry)
        val app = city.opened() ?: return setContent { Full(Words(languageOf(resources.configuration.locales[0].language))) }
        this.app = app
        city.watch()
        saved?.getString(PAGES)?.let(app.pages::reopen)
        if (saved == null) arrive(app, intent)
        backThroughPages(app)
        val letters = letters(this)
        val map = MapLibreSlot(app)
        setContent {
            CompositionLocalProvider(LocalPictures provides city.pictures, LocalMapSlot provides map) {
                CityApp(app, letters, contrast = wantsContrast())
            }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        app?.let { arrive(it, intent) }
    }

    /** Compose redraws by itself; the system's bars are told whether it is dark now. */
    override fun onConfigurationChanged(now: Configuration) {
        super.onConfigurationChanged(now)
        enableEdgeToEdge()
    }

    override fun onStart() {
        super.onStart()
        city.front = this
        val app = app
        // Room was made meanwhile.
        if (app == null && city.opened() != null) recreate()
        app?.wake()
    }

    override fun onStop() {
        if (city.front === this) city.front = null
        super.onStop()
    }

    override fun onSaveInstanceState(saved: Bundle) {
        super.onSaveInstanceState(saved)
        app?.let { saved.putString(PAGES, it.pages.text()) }
    }

    override fun onDestroy() {
        scope.cancel()
        city.device.detach(activityResultRegistry)
        super.onDestroy()
    }

    /** A city's link leads where it says; a notification to its report. */
    private fun arrive(app: App, intent: Intent) {
        // Out of the list of recent apps comes what led here once: it does not lead there again.
        if (intent.flags and Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY != 0) return
        intent.dataString?.let(app::follow)
        newsPage(intent.getStringExtra(PAGE))?.let { page ->
            app.pages.start(Route.Map)
            app.pages.go(page)
        }
    }

    /** On the first page back is the system's, which shows beforehand where it leads. */
    private fun backThroughPages(app: App) {
        val back = object : OnBackPressedCallback(enabled = false) {
            override fun handleOnBackPressed() {
                app.pages.back()
            }
        }
        onBackPressedDispatcher.addCallback(back)
        scope.launch { app.pages.goesBack.collect { back.isEnabled = it } }
    }

    private fun wantsContrast(): Boolean =
        Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE &&
            system<UiModeManager>().contrast >= HIGH_CONTRAST

    internal companion object {
        /** The page that a notification opens. */
        const val PAGE = "page"
        private const val PAGES = "pages"
        private const val HIGH_CONTRAST = 0.5f
    }
}

/** The page that a notification opens. Any app may start the activity: it opens a report and nothing else. */
internal fun newsPage(text: String?): Route.Report? = text?.let(Route::read) as? Route.Report

/** The pages that were open before the system ended the app; those of an app that still runs are newer. */
internal fun Pages.reopen(text: String) {
    if (open.value != listOf(Route.Map)) return
    val kept = Pages.read(text).open.value
    start(kept.first())
    kept.drop(1).forEach(::go)
}
