package citycenter.ui.map

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Canvas
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.CanvasDrawScope
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import citycenter.core.map.DRAWING_ORDER
import citycenter.core.map.liesFlat
import citycenter.mobilecore.Shape
import citycenter.ui.look.Glyphs
import citycenter.ui.look.Palette
import citycenter.ui.look.role
import kotlin.math.ceil

/**
 * Draws what a style of [MapStyle] asks for by name: pins, rings and names, in the colours of the theme. Every
 * picture has the place in its middle.
 */
class MapPicture(
    private val palette: Palette,
    private val density: Density,
    private val words: TextMeasurer,
    private val font: FontFamily,
) {
    /** Nothing for a name that no style of ours has. */
    fun draw(name: String): ImageBitmap? {
        val parts = name.split('|')
        return when (parts[0]) {
            PIN -> if (parts.size == 6) pin(parts) else null
            CLUSTER -> cluster(parts.drop(1).map { it.toIntOrNull() ?: return null })
            NAME -> if (parts.size >= 4) name(parts[1], parts[2], parts.drop(3).joinToString("|")) else null
            HERE -> picture(Size(48f, 48f) * density.density) { here(palette, center) }
            else -> null
        }
    }

    private fun pin(parts: List<String>): ImageBitmap? {
        val shape = Shape.entries.find { it.role == parts[1] } ?: return null
        val glyph = when (parts[2]) {
            "type" -> Glyphs.ofType(parts[3], parts[4])
            "category" -> Glyphs.ofCategory(parts[4])
            else -> parts[3]
        }
        val selected = parts[5] == SELECTED
        val box = pinBox(shape, selected)
        val edge = if (shape.liesFlat && selected) 20f else 6f
        val half = maxOf(-box.left, box.right, -box.top, box.bottom) + edge
        return picture(Size(2 * half, 2 * half) * density.density) { pin(palette, shape, glyph, center, selected) }
    }

    private fun cluster(counts: List<Int>): ImageBitmap? {
        if (counts.size != DRAWING_ORDER.size + 1) return null
        val side = 2 * (clusterRadius(counts.first()) + 4)
        return picture(Size(side, side) * density.density) { cluster(palette, counts.first(), counts.drop(1), center, words, font) }
    }

    /** A name with a halo; an empty one is a picture with nothing on it. */
    private fun name(role: String, size: String, text: String): ImageBitmap {
        val letters = density.mapLetters(size.toFloatOrNull() ?: 12f)
        val style = TextStyle(fontSize = letters, lineHeight = letters * 1.2f, fontFamily = font, fontWeight = FontWeight.Medium)
        val layout: TextLayoutResult = words.measure(text, style, softWrap = false, density = density)
        val edge = 2 * density.density
        return picture(Size(layout.size.width + 2 * edge, layout.size.height + 2 * edge)) {
            val corner = Offset(edge, edge)
            drawText(layout, palette["map-halo"], corner, drawStyle = Stroke(3.dp.toPx(), join = StrokeJoin.Round))
            drawText(layout, palette[role], corner)
        }
    }

    private fun picture(size: Size, draw: DrawScope.() -> Unit): ImageBitmap {
        val bitmap = ImageBitmap(ceil(size.width).toInt().coerceAtLeast(1), ceil(size.height).toInt().coerceAtLeast(1))
        CanvasDrawScope().draw(density, LayoutDirection.Ltr, Canvas(bitmap), size, draw)
        return bitmap
    }

    companion object {
        const val PIN = "pin"
        const val CLUSTER = "cluster"
        const val NAME = "name"
        const val HERE = "here"
        const val SELECTED = "selected"

        /** The name of a point's own pin. */
        fun of(point: MapPoint, selected: Boolean): String =
            "$PIN|${point.shape.role}|glyph|${point.glyph}||${if (selected) SELECTED else ""}"

        /** What a scene brings itself, as GeoJSON for [MapStyle.POINTS]. */
        fun points(scene: MapScene): String {
            fun feature(lat: Double, lon: Double, picture: String, order: Int, id: String) = mapOf(
                "type" to "Feature",
                "geometry" to mapOf("type" to "Point", "coordinates" to listOf(lon, lat)),
                "properties" to mapOf("picture" to picture, "order" to order, "id" to id),
            )
            val here = scene.here?.let { feature(it.lat, it.lon, HERE, 0, "") }
            fun feature(point: MapPoint, order: Int, selected: Boolean) =
                feature(point.place.lat, point.place.lon, of(point, selected), order, point.id)
            val points = scene.points.map { feature(it, 1 + DRAWING_ORDER.indexOf(it.shape), selected = false) }
            val selected = scene.selected?.let { feature(it, 99, selected = true) }
            return json(mapOf("type" to "FeatureCollection", "features" to listOfNotNull(here) + points + listOfNotNull(selected)))
        }
    }
}
