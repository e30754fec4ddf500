package citycenter.ui.desktop

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.drawscope.withTransform
import citycenter.core.map.Spot
import citycenter.core.map.TileAt
import citycenter.core.map.Viewport
import citycenter.ui.look.Palette
import citycenter.ui.map.Ground

/** A tile to draw, and the part of the grid that it is drawn for: its own, or one within it. */
internal class Drawn(val tile: GroundTile, val over: TileAt)

/** Draws the ground layer by layer: a street of one tile goes under none of the next. */
internal class GroundDrawing(private val scope: DrawScope, private val view: Viewport, private val palette: Palette) {
    private val zoom = view.camera.zoom
    private val density = scope.density

    fun draw(tiles: List<Drawn>) {
        scope.drawRect(palette["map-block"])
        fill(tiles, "land", "map-land")
        fill(tiles, "block", "map-block")
        fill(tiles, "grass", "map-park", 0.55f)
        fill(tiles, "park", "map-park")
        fill(tiles, "square", "map-block")
        stroke(tiles, "river", "map-water", Ground.at(zoom, Ground.RIVER))
        if (zoom >= 13) stroke(tiles, "stream", "map-water", Ground.at(zoom, Ground.STREAM))
        fill(tiles, "water", "map-water")
        if (zoom >= 13.5) {
            fill(tiles, "house", "map-building")
            stroke(tiles, "house", "map-building-line", 1.0)
        }
        streets(tiles)
        rails(tiles)
        if (zoom < 14) stroke(tiles, "territory", "map-path", 1.0, dashes = listOf(3.0, 3.0))
        stroke(tiles, "land", "line-strong", 1.5, dashes = listOf(4.0, 3.0))
    }

    private fun streets(tiles: List<Drawn>) {
        if (zoom >= 15) stroke(tiles, "path", "map-path", 1.6, dashes = listOf(2.5, 2.0))
        val grown = Ground.at(zoom, Ground.STREETS)
        fun colour(kind: String) = if (kind == "main") "map-main" else "map-street"
        for ((kind, width) in Ground.WIDTHS) stroke(tiles, kind, "${colour(kind)}-case", width * grown + Ground.CASING)
        for ((kind, width) in Ground.WIDTHS) stroke(tiles, kind, colour(kind), width * grown)
    }

    /** Sleepers across a thin line, as paper maps draw them; a tramway is the line alone. */
    private fun rails(tiles: List<Drawn>) {
        if (zoom < 10) return
        stroke(tiles, "tram", "map-rail", 1.0)
        stroke(tiles, "rail", "map-rail", 1.4)
        if (zoom >= 14) stroke(tiles, "rail", "map-rail", 5.0, dashes = listOf(0.2, 1.6))
    }

    private fun fill(tiles: List<Drawn>, what: String, role: String, alpha: Float = 1f) =
        each(tiles, what) { path, _ -> drawPath(path, palette[role], alpha) }

    /** [dashes] are in widths of the line. */
    private fun stroke(
        tiles: List<Drawn>,
        what: String,
        role: String,
        width: Double,
        dashes: List<Double> = emptyList(),
    ) {
        val colour: Color = palette[role]
        each(tiles, what) { path, unit ->
            val wide = (width * unit).toFloat()
            val lengths = dashes.map { (it * wide).toFloat() }.toFloatArray()
            val effect = if (lengths.isEmpty()) null else PathEffect.dashPathEffect(lengths)
            val end = if (lengths.isEmpty()) StrokeCap.Round else StrokeCap.Butt
            drawPath(path, colour, style = Stroke(wide, cap = end, join = StrokeJoin.Round, pathEffect = effect))
        }
    }

    /** Draws in units of each tile; the second value is how many of them are one dp. */
    private fun each(tiles: List<Drawn>, what: String, draw: DrawScope.(Path, Double) -> Unit) {
        for (drawn in tiles) {
            val path = drawn.tile.path(what) ?: continue
            val unit = drawn.tile.extent / view.side(drawn.tile.at)
            val scale = (density / unit).toFloat()
            scope.withTransform({
                val (left, top) = corner(drawn.over)
                val side = (view.side(drawn.over) * density).toFloat()
                clipRect(left, top, left + side, top + side)
                val (x, y) = corner(drawn.tile.at)
                translate(x, y)
                scale(scale, scale, Offset.Zero)
            }) { draw(path, unit) }
        }
    }

    private fun corner(tile: TileAt) = Spot(tile.west, tile.north).let { spot ->
        (view.x(spot) * density).toFloat() to (view.y(spot) * density).toFloat()
    }
}
