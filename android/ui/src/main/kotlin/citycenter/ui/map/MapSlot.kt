package citycenter.ui.map

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import citycenter.core.Camera
import citycenter.core.map.Pin
import citycenter.mobilecore.Bounds
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Place
import citycenter.mobilecore.Shape

/** Where a map goes: MapLibre on phones, a canvas of our own on a desktop. */
interface MapSlot {
    /**
     * A map that shows [scene]. It moves when [MapScene.camera] changes to what it did not tell itself, and tells
     * where it stands whenever it has come to rest. Screen readers hear [description]: whatever the map shows
     * stands in a list as well.
     */
    @Composable
    fun Map(scene: MapScene, description: String, onMove: (MapView) -> Unit, onPress: (MapHit) -> Unit, modifier: Modifier)
}

@Immutable
data class MapScene(
    val camera: Camera,
    /** Draws everybody's reports, those that fit; `null` draws none but [points]. */
    val reports: MapFilter? = null,
    /** What the screen itself has to show. */
    val points: List<MapPoint> = emptyList(),
    /** The one that stands out. */
    val selected: MapPoint? = null,
    /** Where the phone is. */
    val here: Place? = null,
    /** Whether fingers move it. */
    val moves: Boolean = true,
)

/** A pin: its shape says how it stands, its glyph what it is. */
@Immutable
data class MapPoint(val id: String, val place: Place, val shape: Shape, val glyph: String)

/** What a map shows after it was moved. */
data class MapView(val camera: Camera, val bounds: Bounds)

/** What was pressed. */
sealed interface MapHit {
    data class Report(val pin: Pin) : MapHit

    /** One of [MapScene.points]. */
    data class Point(val id: String) : MapHit

    /** Reports that stand together: [near] shows them apart. */
    data class Cluster(val near: Camera) : MapHit

    data class Ground(val place: Place) : MapHit
}

/** From here on a pin says which type it is, below that which group. */
const val TYPES_FROM = 17.0

val LocalMapSlot = staticCompositionLocalOf<MapSlot> { error("no map") }
