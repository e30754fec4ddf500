package citycenter.ui.map

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.graphics.drawscope.withTransform
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.drawText
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.TextUnit
import androidx.compose.ui.unit.dp
import citycenter.core.map.DRAWING_ORDER
import citycenter.core.map.liesFlat
import citycenter.mobilecore.Shape
import citycenter.ui.look.Drawing
import citycenter.ui.look.Palette

/** Where a pin's picture lies around its place, in dp: its middle, and half of its sides. */
fun pinBox(shape: Shape, selected: Boolean): Rect {
    val scale = scale(shape, selected)
    if (shape.liesFlat) return (20f * scale).let { Rect(-it, -it, it, it) }
    val foot = foot(shape)
    return Rect(-foot.x * scale, -foot.y * scale, (40 - foot.x) * scale, 0f)
}

/** How far a cluster reaches from its middle, in dp. */
fun clusterRadius(count: Int): Float = if (count < 10) 19f else if (count < 50) 23f else 28f

/** A pin that stands on [at], or lies there when it is closed; [at] in pixels. */
fun DrawScope.pin(palette: Palette, shape: Shape, glyph: String, at: Offset, selected: Boolean = false) {
    val scale = scale(shape, selected) * density
    if (selected) if (shape.liesFlat) ring(palette, at, 27f * scale) else shade(at)
    val foot = foot(shape)
    withTransform({
        translate(at.x, at.y)
        scale(scale, scale, Offset.Zero)
        translate(-foot.x, -foot.y)
    }) { with(Drawing.pin(shape)) { draw(palette, glyph) } }
}

/** Reports that stand together: a ring split by how they stand, with their number inside. [shares] in [DRAWING_ORDER]. */
fun DrawScope.cluster(palette: Palette, count: Int, shares: List<Int>, at: Offset, words: TextMeasurer, font: FontFamily) {
    val radius = clusterRadius(count).dp.toPx()
    drawCircle(SHADOW.copy(alpha = 0.22f), radius + 1.dp.toPx(), at + Offset(0f, 1.dp.toPx()))
    drawCircle(palette.surface, radius, at)
    shares(palette, shares, at, radius - 4.5.dp.toPx())
    // The ring does not grow with the letters, so the number does not either.
    fun fixed(size: Int): TextUnit = size.dp.toSp()
    val style = TextStyle(palette.ink, fixed(if (count > 999) 13 else 15), FontWeight.Bold, fontFamily = font)
    val number = words.measure("$count", style)
    drawText(number, topLeft = at - Offset(number.size.width / 2f, number.size.height / 2f))
}

/** Where the phone is. */
fun DrawScope.here(palette: Palette, at: Offset) {
    drawCircle(palette.lamp.copy(alpha = 0.25f), 22.dp.toPx(), at)
    drawCircle(palette.surface, 11.dp.toPx(), at)
    drawCircle(palette.ink, 11.dp.toPx(), at, style = Stroke(1.5.dp.toPx()))
    drawCircle(palette.lamp, 8.dp.toPx(), at)
}

private fun DrawScope.shares(palette: Palette, shares: List<Int>, at: Offset, radius: Float) {
    val all = shares.sum().coerceAtLeast(1)
    val gap = if (shares.count { it > 0 } > 1) Math.toDegrees(2.5.dp.toPx() / radius.toDouble()).toFloat() else 0f
    var from = -90f
    for ((shape, share) in DRAWING_ORDER.zip(shares)) {
        val sweep = 360f * share / all
        fun arc(colour: Color, width: Float) = drawArc(
            colour, from + gap / 2, (sweep - gap).coerceAtLeast(3f), useCenter = false,
            topLeft = at - Offset(radius, radius), size = Size(2 * radius, 2 * radius), style = Stroke(width.dp.toPx()),
        )
        if (share > 0) {
            val colours = palette.of(shape)
            if (shape == Shape.SOON) arc(colours.ink, 7.5f)
            arc(colours.fill, if (shape == Shape.SOON) 5f else 6f)
        }
        from += sweep
    }
}

private fun DrawScope.ring(palette: Palette, at: Offset, radius: Float) {
    drawCircle(palette.surface.copy(alpha = 0.55f), radius, at)
    drawCircle(palette.ink, radius, at, style = Stroke(3.dp.toPx()))
}

private fun DrawScope.shade(at: Offset) {
    val (wide, high) = 12.dp.toPx() to 4.dp.toPx()
    drawOval(SHADOW.copy(alpha = 0.35f), at - Offset(wide, high), Size(2 * wide, 2 * high))
}

/** Where a drawing of 40 units touches its place. */
private fun foot(shape: Shape): Offset = when {
    shape.liesFlat -> Offset(20f, 20f)
    shape == Shape.EXPLAINED -> Offset(9f, 44f)
    else -> Offset(20f, 46f)
}

private fun scale(shape: Shape, selected: Boolean) = (if (shape.liesFlat) 0.75f else 1f) * if (selected) 1.34f else 1f

private val SHADOW = Color(0xFF0A191C)
