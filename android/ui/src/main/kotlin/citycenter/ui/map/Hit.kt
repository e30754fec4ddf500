package citycenter.ui.map

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import citycenter.core.Camera
import citycenter.core.map.Mark
import citycenter.core.map.PlacedMark
import citycenter.core.map.Spot
import citycenter.core.map.Viewport

/** What stands at a point, in dp. */
fun hit(view: Viewport, placed: List<PlacedMark>, scene: MapScene, x: Double, y: Double): MapHit {
    val at = Offset(x.toFloat(), y.toFloat())
    fun distance(box: Rect): Float? {
        // A fingertip is larger than a pin.
        val reach = Rect(box.center, maxOf(box.maxDimension / 2, 24f))
        return if (reach.contains(at)) (at - box.center).getDistance() else null
    }
    fun middle(spot: Spot) = Offset(view.x(spot).toFloat(), view.y(spot).toFloat())
    val hits = placed.mapNotNull { (mark, markX, markY) ->
        val middle = Offset(markX.toFloat(), markY.toFloat())
        when (mark) {
            is Mark.One -> distance(pinBox(mark.pin.shape, false).translate(middle))?.let { it to MapHit.Report(mark.pin) }
            is Mark.Cluster -> distance(Rect(middle, clusterRadius(mark.count)))?.let { far ->
                far to MapHit.Cluster(Camera(mark.spot.place, (view.camera.zoom + 2).coerceAtMost(APART)))
            }
        }
    } + scene.points.mapNotNull { point ->
        distance(pinBox(point.shape, false).translate(middle(Spot.of(point.place))))?.let { it to MapHit.Point(point.id) }
    }
    return hits.minByOrNull { it.first }?.second ?: MapHit.Ground(view.place(x, y))
}

/** From here on nothing stands together. */
private const val APART = 17.0
