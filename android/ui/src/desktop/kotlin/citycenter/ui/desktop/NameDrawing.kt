package citycenter.ui.desktop

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.drawscope.rotate
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import citycenter.core.map.Viewport
import citycenter.ui.look.Palette
import kotlin.math.atan2
import kotlin.math.ceil
import kotlin.math.cos
import kotlin.math.sin

/** Writes names where there is room: none over another, none over what is in [taken], each street's once. */
internal class NameDrawing(
    private val scope: DrawScope,
    private val view: Viewport,
    private val palette: Palette,
    private val words: TextMeasurer,
    private val font: FontFamily,
    private val language: String,
    private val taken: MutableList<Rect>,
) {
    private val zoom = view.camera.zoom
    private val density = scope.density
    private val said = HashSet<String>()
    private val whole = Rect(Offset.Zero, scope.size)

    fun draw(tiles: List<GroundTile>) {
        val names = tiles.flatMap { it.names }.filter(::isShown).sortedBy(::order)
        for (named in names) {
            val text = named.words[language]?.takeIf { it.isNotBlank() } ?: continue
            val isNumber = named.layer == "houses" || named.layer == "doors"
            if (!isNumber && "${named.layer} $text" in said) continue
            val points = named.line.map { Offset((view.x(it) * density).toFloat(), (view.y(it) * density).toFloat()) }
            val written = if (points.size == 1) point(named, text, points.single()) else line(named, text, points)
            if (written) said += "${named.layer} $text"
        }
    }

    private fun isShown(named: GroundTile.Named) = when (named.layer) {
        "houses", "doors" -> zoom >= 17
        "streets" -> named.kind != "path" && zoom >= 13.5
        "lines" -> (named.kind == "river" || named.kind == "stream") && zoom >= 13
        "grounds" -> zoom >= 14 && (named.kind != "block" || zoom >= 16)
        "localities" -> zoom >= 10 && zoom < 16 && (named.kind != "quarter" || zoom >= 13)
        else -> false
    }

    /** What is more useful comes first, and has the room. */
    private fun order(named: GroundTile.Named) = when (named.layer) {
        "localities" -> 0
        "streets" -> if (named.kind == "main") 1 else if (named.kind == "street") 2 else 3
        "grounds", "lines" -> 4
        else -> 5
    }

    private fun colour(named: GroundTile.Named) = when {
        named.layer == "lines" || named.kind == "water" -> palette["map-label-water"]
        named.layer == "grounds" && named.kind in listOf("park", "wood", "grass") -> palette["map-label-park"]
        else -> palette["map-label"]
    }

    private fun measured(named: GroundTile.Named, text: String): TextLayoutResult {
        val size = if (named.layer == "localities" && named.kind != "quarter") 14.sp else 12.sp
        val style = TextStyle(fontSize = size, lineHeight = size * 1.2f, fontFamily = font, fontWeight = FontWeight.Medium)
        return words.measure(text, style, softWrap = false)
    }

    private fun point(named: GroundTile.Named, text: String, at: Offset): Boolean {
        val layout = measured(named, text)
        val box = Rect(at - layout.middle(), Size(layout.size.width.toFloat(), layout.size.height.toFloat()))
        if (!whole.contains(box.topLeft) || !whole.contains(box.bottomRight) || !take(listOf(box))) return false
        write(layout, named, at, 0f)
        return true
    }

    /** Along the line, where it runs straight for as long as the name is. */
    private fun line(named: GroundTile.Named, text: String, points: List<Offset>): Boolean {
        val layout = measured(named, text)
        val wide = layout.size.width.toFloat()
        val long = points.zipWithNext().sumOf { (a, b) -> (b - a).getDistance().toDouble() }.toFloat()
        if (long < wide) return false
        for (part in PARTS) {
            val middle = along(points, long * part)
            val from = along(points, long * part - wide / 2)
            val to = along(points, long * part + wide / 2)
            val chord = to - from
            if (chord.getDistance() < wide * STRAIGHT || !whole.contains(from) || !whole.contains(to)) continue
            val at = if ((middle - (from + to) / 2f).getDistance() > layout.size.height / 2f) continue else (from + to) / 2f
            val turned = Math.toDegrees(atan2(chord.y, chord.x).toDouble()).toFloat()
            // Never upside down.
            val angle = if (turned > 90) turned - 180 else if (turned < -90) turned + 180 else turned
            if (!take(boxes(at, angle, layout))) continue
            write(layout, named, at, angle)
            return true
        }
        return false
    }

    private fun along(points: List<Offset>, distance: Float): Offset {
        var left = distance
        for ((a, b) in points.zipWithNext()) {
            val step = (b - a).getDistance()
            if (left <= step && step > 0) return a + (b - a) * (left / step).coerceAtLeast(0f)
            left -= step
        }
        return points.last()
    }

    /** Small squares along a turned name: one box around it would take all the room. */
    private fun boxes(at: Offset, angle: Float, layout: TextLayoutResult): List<Rect> {
        val half = layout.size.height / 2f
        val steps = ceil(layout.size.width / (2 * half)).toInt().coerceAtLeast(1)
        val radians = Math.toRadians(angle.toDouble())
        return (0..steps).map { step ->
            val off = layout.size.width * (step.toFloat() / steps - 0.5f)
            val middle = at + Offset((off * cos(radians)).toFloat(), (off * sin(radians)).toFloat())
            Rect(middle, half)
        }
    }

    private fun take(boxes: List<Rect>): Boolean {
        if (boxes.any { box -> taken.any(box::overlaps) }) return false
        taken += boxes.map { it.inflate(4.dp.value * density) }
        return true
    }

    private fun write(layout: TextLayoutResult, named: GroundTile.Named, at: Offset, angle: Float) = with(scope) {
        rotate(angle, at) {
            val corner = at - layout.middle()
            drawText(layout, palette["map-halo"], corner, drawStyle = Stroke(3.dp.toPx(), join = StrokeJoin.Round))
            drawText(layout, colour(named), corner)
        }
    }

    private fun TextLayoutResult.middle() = Offset(size.width / 2f, size.height / 2f)

    private companion object {
        /** Where along a line a name is tried. */
        val PARTS = listOf(0.5f, 0.35f, 0.65f, 0.2f, 0.8f)
        const val STRAIGHT = 0.95f
    }
}
