package citycenter.app

import android.content.ComponentCallbacks2
import android.content.Context
import android.content.res.Configuration
import android.graphics.PointF
import android.graphics.RectF
import androidx.compose.ui.graphics.asAndroidBitmap
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.LifecycleEventObserver
import citycenter.core.Camera
import citycenter.core.map.DRAWING_ORDER
import citycenter.core.map.Mark
import citycenter.core.map.Pin
import citycenter.core.map.PlacedMark
import citycenter.core.map.Spot
import citycenter.core.map.Viewport
import citycenter.mobilecore.Place
import citycenter.mobilecore.Shape
import citycenter.ui.look.role
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapPicture
import citycenter.ui.map.MapScene
import citycenter.ui.map.MapStyle
import citycenter.ui.map.MapView
import citycenter.ui.map.hit
import org.maplibre.android.camera.CameraPosition
import org.maplibre.android.geometry.LatLng
import org.maplibre.android.maps.MapLibreMap
import org.maplibre.android.maps.MapLibreMapOptions
import org.maplibre.android.maps.Style
import org.maplibre.android.style.sources.GeoJsonSource
import org.maplibre.geojson.Feature
import org.maplibre.geojson.Point
import org.maplibre.android.maps.MapView as MapLibreView

/** One MapLibre map on the screen, from its beginning to its end. */
internal class ShownMap(
    private val context: Context,
    private val lifecycle: Lifecycle,
    private var camera: Camera,
) : AutoCloseable {
    private val density = context.resources.displayMetrics.density
    private var map: MapLibreMap? = null
    private var json: String? = null
    private var scene = MapScene(camera)
    private var picture: MapPicture? = null
    private var onMove: (MapView) -> Unit = {}
    private var onPress: (MapHit) -> Unit = {}

    /** What comes back from whoever was told is no order to go there. */
    private val told = ArrayDeque<Camera>()

    val view = MapLibreView(context, options())

    private val memory = object : ComponentCallbacks2 {
        override fun onConfigurationChanged(now: Configuration) = Unit

        @Deprecated("Still called by the system")
        override fun onLowMemory() = view.onLowMemory()

        override fun onTrimMemory(level: Int) {
            if (level >= ComponentCallbacks2.TRIM_MEMORY_BACKGROUND) view.onLowMemory()
        }
    }

    /** Behind another app the map rests. */
    private val life = LifecycleEventObserver { _, event ->
        when (event) {
            Lifecycle.Event.ON_START -> view.onStart()
            Lifecycle.Event.ON_RESUME -> view.onResume()
            Lifecycle.Event.ON_PAUSE -> view.onPause()
            Lifecycle.Event.ON_STOP -> view.onStop()
            else -> Unit
        }
    }

    init {
        view.onCreate(null)
        lifecycle.addObserver(life)
        view.addOnStyleImageMissingListener(::draw)
        view.getMapAsync(::begin)
        context.registerComponentCallbacks(memory)
    }

    /** What is shown and who is told, from now on. */
    fun tells(scene: MapScene, picture: MapPicture, onMove: (MapView) -> Unit, onPress: (MapHit) -> Unit) {
        this.picture = picture
        this.onMove = onMove
        this.onPress = onPress
        if (this.scene == scene) return
        this.scene = scene
        map?.let(::show)
    }

    fun style(json: String) {
        this.json = json
        map?.setStyle(Style.Builder().fromJson(json)) { map?.let(::show) }
    }

    fun stand(at: Camera) {
        if (echoes(at) || at == camera) return
        camera = at
        map?.cameraPosition = at.position()
    }

    /** An echo comes once, and none of those that were told before it comes after. */
    private fun echoes(at: Camera): Boolean {
        val found = told.indexOf(at)
        if (found >= 0) told.subList(0, found + 1).clear()
        return found >= 0
    }

    override fun close() {
        context.unregisterComponentCallbacks(memory)
        lifecycle.removeObserver(life)
        if (lifecycle.currentState.isAtLeast(Lifecycle.State.RESUMED)) view.onPause()
        if (lifecycle.currentState.isAtLeast(Lifecycle.State.STARTED)) view.onStop()
        view.onDestroy()
    }

    private fun options() = MapLibreMapOptions.createFromAttributes(context)
        .camera(camera.position())
        .minZoomPreference(Viewport.ZOOMS.start)
        .maxZoomPreference(Viewport.ZOOMS.endInclusive)
        .rotateGesturesEnabled(false)
        .tiltGesturesEnabled(false)
        .compassEnabled(false)
        .logoEnabled(false)
        // Said by the slot itself, in our letters.
        .attributionEnabled(false)
        // A surface of its own would lie over what stands above the map.
        .textureMode(true)

    private fun begin(ready: MapLibreMap) {
        map = ready
        ready.cameraPosition = camera.position()
        json?.let(::style)
        ready.addOnCameraIdleListener { rest(ready) }
        ready.addOnMapClickListener { at ->
            onPress(pressed(ready, at))
            true
        }
        show(ready)
        rest(ready)
    }

    private fun show(ready: MapLibreMap) {
        ready.uiSettings.setAllGesturesEnabled(scene.moves)
        ready.uiSettings.isRotateGesturesEnabled = false
        ready.uiSettings.isTiltGesturesEnabled = false
        ready.style?.getSourceAs<GeoJsonSource>(MapStyle.POINTS)?.setGeoJson(MapPicture.points(scene))
    }

    private fun rest(ready: MapLibreMap) {
        val at = ready.cameraPosition
        val target = at.target ?: return
        camera = Camera(Place(target.latitude, target.longitude), at.zoom)
        told.addLast(camera)
        if (told.size > REMEMBERED) told.removeFirst()
        val seen = viewport() ?: return
        onMove(MapView(camera, seen.bounds))
    }

    private fun viewport(): Viewport? =
        if (view.width == 0 || view.height == 0) null
        else Viewport(camera, (view.width / density).toDouble(), (view.height / density).toDouble())

    private fun draw(name: String) {
        val drawn = picture?.draw(name)?.asAndroidBitmap() ?: return
        drawn.density = context.resources.displayMetrics.densityDpi
        map?.style?.addImage(name, drawn)
    }

    private fun pressed(ready: MapLibreMap, at: LatLng): MapHit {
        val ground = MapHit.Ground(Place(at.latitude, at.longitude))
        val seen = viewport() ?: return ground
        val point = ready.projection.toScreenLocation(at)
        val reach = REACH * density
        val box = RectF(point.x - reach, point.y - reach, point.x + reach, point.y + reach)
        val marks = ready.queryRenderedFeatures(box, MapStyle.CLUSTERS, MapStyle.PINS).mapNotNull(::mark)
            .filter { it !is Mark.One || it.pin.id != scene.selected?.id }
            .map { mark ->
                val on = ready.projection.toScreenLocation(mark.spot.place.let { LatLng(it.lat, it.lon) })
                PlacedMark(mark, (on.x / density).toDouble(), (on.y / density).toDouble())
            }
        val (x, y) = PointF(point.x / density, point.y / density).let { it.x.toDouble() to it.y.toDouble() }
        return hit(seen, marks, scene, x, y)
    }

    private fun mark(feature: Feature): Mark? {
        val point = feature.geometry() as? Point ?: return null
        val place = Place(point.latitude(), point.longitude())
        fun text(name: String) = if (feature.hasNonNullValueForProperty(name)) feature.getStringProperty(name) else ""
        if (feature.hasNonNullValueForProperty("count")) {
            val shares = DRAWING_ORDER.map { text(it.role).toDoubleOrNull()?.toInt() ?: 0 }
            return Mark.Cluster(feature.getNumberProperty("count").toInt(), shares, Spot.of(place))
        }
        val shape = Shape.entries.find { it.role == text("shape") } ?: return null
        return Mark.One(Pin(text("id"), place, shape, text("type"), text("category")), Spot.of(place))
    }

    private fun Camera.position(): CameraPosition =
        CameraPosition.Builder().target(LatLng(place.lat, place.lon)).zoom(zoom).build()

    private companion object {
        const val REMEMBERED = 32

        /** Dp around a fingertip in which a pin may have its place: its picture stands above it. */
        const val REACH = 60f
    }
}
