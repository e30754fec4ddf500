package citycenter.ui.desktop

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import citycenter.core.App
import citycenter.core.HttpTransport
import citycenter.mobilecore.Clock
import citycenter.mobilecore.Connectivity
import citycenter.mobilecore.Language
import citycenter.mobilecore.Network
import citycenter.mobilecore.Place
import citycenter.mobilecore.Platform
import citycenter.ui.CityApp
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.part.LocalPictures
import java.nio.file.Path
import java.util.Locale

/**
 * The app in a window of a phone's size: `make phone`. The first argument is its folder, the second the link of its
 * city, the third, `57.62,36.40`, where it stands. Escape goes back.
 */
fun main(arguments: Array<String>) {
    val folder = Path.of(arguments[0])
    val where = arguments.getOrNull(2)?.split(',')?.map(String::toDouble)?.let { (lat, lon) -> Place(lat, lon) }
    val app = App(folder, desk(folder), DesktopDevice(where), systemLanguage(), home = arguments.getOrNull(1))
    application {
        Window(
            onCloseRequest = { app.close(); exitApplication() },
            state = rememberWindowState(width = 390.dp, height = 844.dp),
            title = app.words("app_name"),
            onKeyEvent = { it.type == KeyEventType.KeyUp && it.key == Key.Escape && app.pages.back() },
        ) {
            CompositionLocalProvider(LocalMapSlot provides CanvasMap(app), LocalPictures provides DesktopPictures(app)) { CityApp(app, onest) }
        }
    }
}

private fun desk(folder: Path): Platform {
    folder.toFile().mkdirs()
    val clock = object : Clock {
        override fun now() = System.currentTimeMillis()
    }
    val connectivity = object : Connectivity {
        override fun network() = Network.FREE
    }
    return Platform(HttpTransport(), clock, connectivity, SafeFile(folder.resolve("safe").toFile()), push = null)
}

private fun systemLanguage() = if (Locale.getDefault().language == "ru") Language.RU else Language.EN
