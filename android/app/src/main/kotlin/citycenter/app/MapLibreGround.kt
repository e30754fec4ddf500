package citycenter.app

import android.app.ActivityManager
import android.content.Context
import android.view.View
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.viewinterop.AndroidView
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.LifecycleEventObserver
import citycenter.core.App
import citycenter.core.Camera
import citycenter.core.map.Viewport
import citycenter.ui.look.LocalPalette
import citycenter.ui.map.GroundLayer
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.onStart
import kotlinx.coroutines.withContext
import org.maplibre.android.MapLibre
import org.maplibre.android.camera.CameraPosition
import org.maplibre.android.camera.CameraUpdateFactory
import org.maplibre.android.geometry.LatLng
import org.maplibre.android.maps.MapLibreMap
import org.maplibre.android.maps.MapLibreMapOptions
import org.maplibre.android.maps.MapView
import org.maplibre.android.maps.Style
import org.maplibre.android.offline.OfflineManager

/**
 * The ground by MapLibre, on the phone's graphics processor, from the core's own tiles. It stands where the canvas
 * above it says: names, pins, fingers and screen readers are the canvas's.
 */
internal class MapLibreGround private constructor(
    private val app: App,
    private val lifecycle: Lifecycle,
) : GroundLayer {
    @Composable
    override fun Ground(view: Viewport, modifier: Modifier) {
        val palette = LocalPalette.current
        var shown by remember { mutableStateOf<MapView?>(null) }
        var map by remember { mutableStateOf<MapLibreMap?>(null) }
        AndroidView(
            factory = { context ->
                empty(context).also { made ->
                    shown = made
                    made.getMapAsync { map = it.apply(::still) }
                }
            },
            modifier,
        )
        shown?.let { Lives(it) }
        LaunchedEffect(map, palette) {
            var drawn: Long? = null
            app.changes.onStart { emit(Unit) }.collect {
                val account = withContext(Dispatchers.IO) { app.account()?.id } ?: 0
                val style = groundStyle(palette, CoreTiles.address(account))
                if (account != drawn) map?.setStyle(Style.Builder().fromJson(style))
                drawn = account
            }
        }
        SideEffect { map?.moveCamera(CameraUpdateFactory.newCameraPosition(position(view.camera))) }
    }

    /** A map's view lives as its activity does, and ends with its page. */
    @Composable
    private fun Lives(view: MapView) {
        DisposableEffect(view) {
            val watcher = LifecycleEventObserver { _, event ->
                when (event) {
                    Lifecycle.Event.ON_START -> view.onStart()
                    Lifecycle.Event.ON_RESUME -> view.onResume()
                    Lifecycle.Event.ON_PAUSE -> view.onPause()
                    Lifecycle.Event.ON_STOP -> view.onStop()
                    else -> Unit
                }
            }
            lifecycle.addObserver(watcher)
            onDispose {
                lifecycle.removeObserver(watcher)
                if (lifecycle.currentState.isAtLeast(Lifecycle.State.RESUMED)) view.onPause()
                if (lifecycle.currentState.isAtLeast(Lifecycle.State.STARTED)) view.onStop()
                view.onDestroy()
            }
        }
    }

    private fun empty(context: Context): MapView {
        val options = MapLibreMapOptions.createFromAttributes(context)
            // A surface would lie over what Compose draws.
            .textureMode(true).compassEnabled(false).logoEnabled(false).attributionEnabled(false)
        return MapView(context, options).apply {
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO_HIDE_DESCENDANTS
            onCreate(null)
        }
    }

    private fun still(map: MapLibreMap) = map.uiSettings.setAllGesturesEnabled(false)

    private fun position(camera: Camera) =
        CameraPosition.Builder()
            .target(LatLng(camera.place.lat, camera.place.lon)).zoom(camera.zoom).bearing(0.0).tilt(0.0)
            .build()

    companion object {
        private const val OPEN_GL_3 = 0x30000

        /** Nothing on phones whose graphics MapLibre cannot use: there the canvas draws the ground as well. */
        fun of(context: Context, app: App, lifecycle: Lifecycle): MapLibreGround? {
            if (context.system<ActivityManager>().deviceConfigurationInfo.reqGlEsVersion < OPEN_GL_3) return null
            MapLibre.getInstance(context.applicationContext)
            MapLibre.setModuleProvider(CoreTiles(app))
            // Whether there is a network is the core's to say: it has tiles without one.
            MapLibre.setConnected(true)
            // What was seen is kept by the core, once.
            OfflineManager.getInstance(context.applicationContext).setMaximumAmbientCacheSize(0, null)
            return MapLibreGround(app, lifecycle)
        }
    }
}
