package citycenter.app

import android.app.UiModeManager
import android.content.Intent
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
import citycenter.ui.CityApp
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.part.LocalPictures
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The only window. */
class MainActivity : ComponentActivity() {
    private val city get() = application as CityApplication
    private val app: App get() = city.app
    private val scope = MainScope()

    override fun onCreate(saved: Bundle?) {
        enableEdgeToEdge()
        super.onCreate(saved)
        city.device.attach(activityResultRegistry)
        saved?.getString(PAGES)?.let(app.pages::reopen)
        if (saved == null) arrive(intent)
        backThroughPages()
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
        arrive(intent)
    }

    override fun onStart() {
        super.onStart()
        city.front = this
        app.wake()
    }

    override fun onStop() {
        if (city.front === this) city.front = null
        super.onStop()
    }

    override fun onSaveInstanceState(saved: Bundle) {
        super.onSaveInstanceState(saved)
        saved.putString(PAGES, app.pages.text())
    }

    override fun onDestroy() {
        scope.cancel()
        city.device.detach(activityResultRegistry)
        super.onDestroy()
    }

    /** A city's link leads where it says; a notification to its report. */
    private fun arrive(intent: Intent) {
        // Out of the list of recent apps comes what led here once: it does not lead there again.
        if (intent.flags and Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY != 0) return
        intent.dataString?.let(app::follow)
        intent.getStringExtra(PAGE)?.let(Route::read)?.let { page ->
            app.pages.start(Route.Map)
            app.pages.go(page)
        }
    }

    /** On the first page back is the system's, which shows beforehand where it leads. */
    private fun backThroughPages() {
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

/** The pages that were open before the system ended the app; those of an app that still runs are newer. */
internal fun Pages.reopen(text: String) {
    if (open.value != listOf(Route.Map)) return
    val kept = Pages.read(text).open.value
    start(kept.first())
    kept.drop(1).forEach(::go)
}
