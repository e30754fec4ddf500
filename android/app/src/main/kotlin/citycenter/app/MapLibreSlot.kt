package citycenter.app

import android.content.Context
import androidx.activity.ComponentActivity
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.produceState
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.viewinterop.AndroidView
import citycenter.core.App
import citycenter.mobilecore.AccountCard
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.map.Attribution
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapPicture
import citycenter.ui.map.MapScene
import citycenter.ui.map.MapSlot
import citycenter.ui.map.MapStyle
import citycenter.ui.map.MapView
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** The map of phones: MapLibre, with our own ground and our own pins. Its tiles come through the core ([TileRequests]). */
class MapLibreSlot(private val app: App) : MapSlot {
    @Composable
    override fun Map(scene: MapScene, description: String, onMove: (MapView) -> Unit, onPress: (MapHit) -> Unit, modifier: Modifier) {
        val palette = LocalPalette.current
        val account by produceState<AccountCard?>(null, app) { value = withContext(Dispatchers.IO) { app.account() } }
        val of = account ?: return Box(modifier.background(palette["map-land"])) {}
        val style = MapStyle(palette, LocalWords.current.language, of.id, scene.reports)
        val json = remember(palette, LocalWords.current.language, of.id, scene.reports) { style.json() }
        val font = MaterialTheme.typography.bodyMedium.fontFamily ?: LocalTextStyle.current.fontFamily ?: FontFamily.Default
        val picture = MapPicture(palette, LocalDensity.current, rememberTextMeasurer(), font)
        Box(modifier) {
            val context = LocalContext.current
            val shown = remember { ShownMap(began(context), (context as ComponentActivity).lifecycle, scene.camera) }
            SideEffect { shown.tells(scene, picture, onMove, onPress) }
            LaunchedEffect(json) { shown.style(json) }
            LaunchedEffect(scene.camera) { shown.stand(scene.camera) }
            DisposableEffect(shown) { onDispose(shown::close) }
            AndroidView({ shown.view }, Modifier.matchParentSize().semantics { contentDescription = description })
            Attribution(Modifier.align(Alignment.TopStart))
        }
    }

    /** MapLibre is one for the whole app. */
    private fun began(context: Context): Context {
        TileRequests.begin(context.applicationContext, app)
        return context
    }
}
