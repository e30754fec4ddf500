package citycenter.ui.part

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.text.SpanStyle
import androidx.compose.ui.text.buildAnnotatedString
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.withStyle
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.DueLabel
import citycenter.mobilecore.Ribbon
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.Palette

/** The promise with a date: one cell a day, a flag at the deadline, what is late after it. */
@Composable
fun DayRibbon(ribbon: Ribbon, shape: Shape, modifier: Modifier = Modifier) {
    val palette = LocalPalette.current
    Canvas(modifier.fillMaxWidth().height(24.dp)) { days(ribbon, shape, palette) }
}

/** The ribbon with the words that say the same. */
@Composable
fun DueCard(due: DueLabel, shape: Shape, modifier: Modifier = Modifier) {
    val colours = LocalPalette.current.of(shape)
    val words = listOf(due.lead, due.rest).filter(String::isNotBlank).joinToString(" ")
    Column(
        modifier.fillMaxWidth()
            .background(colours.soft, MaterialTheme.shapes.large)
            .clearAndSetSemantics { contentDescription = words }
            .padding(16.dp),
    ) {
        DayRibbon(due.ribbon, shape)
        Text(
            buildAnnotatedString {
                withStyle(SpanStyle(colours.ink, fontWeight = FontWeight.SemiBold)) { append(due.lead) }
                if (due.rest.isNotBlank()) append(" ${due.rest}")
            },
            Modifier.padding(top = 10.dp),
            color = LocalPalette.current.ink,
            style = MaterialTheme.typography.bodyLarge,
        )
    }
}

private const val MOST_LATE = 12

private fun DrawScope.days(ribbon: Ribbon, shape: Shape, palette: Palette) {
    val colours = palette.of(shape)
    val late = ribbon.late.toInt().coerceAtMost(MOST_LATE)
    val cells = ribbon.cells.toInt()
    val thin = cells + late > 15
    val gap = if (thin) 1.5.dp.toPx() else 4.dp.toPx()
    val flag = 6.dp.toPx()
    val wide = ((size.width - flag + gap) / (cells + late) - gap).coerceIn(1f, 40.dp.toPx())
    // The cell of today or of the closing day; what is closed on its first day gets its tick there.
    val mark = if (late > 0) -1 else maxOf(ribbon.filled.toInt() - 1, if (ribbon.closed) 0 else -1)
    var x = 0f
    repeat(cells) { day ->
        cell(x, wide, tall = day == mark, thin) { corner, at, extent ->
            if (day < ribbon.filled.toInt() || day == mark) {
                drawRoundRect(colours.fill, at, extent, corner)
                if (shape == Shape.SOON) drawRoundRect(colours.ink, at, extent, corner, Stroke(1.dp.toPx()))
            } else {
                val inside = 0.75.dp.toPx()
                val within = Size((extent.width - 2 * inside).coerceAtLeast(0.5f), extent.height - 2 * inside)
                drawRoundRect(palette.lineStrong, at + Offset(inside, inside), within, corner, Stroke(1.5.dp.toPx()))
            }
        }
        if (day == mark && ribbon.closed && wide > 10.dp.toPx()) tick(x + wide / 2, colours.on)
        x += wide + gap
    }
    val middle = size.height / 2
    val pole = x - gap + 3.dp.toPx()
    drawLine(palette.ink2, Offset(pole, middle - 12.dp.toPx()), Offset(pole, middle + 12.dp.toPx()), 2.dp.toPx(), StrokeCap.Round)
    x += flag
    repeat(late) {
        cell(x, wide, tall = false, thin) { corner, at, extent ->
            drawRoundRect(palette.of(Shape.OVERDUE).fill, at, extent, corner)
        }
        x += wide + gap
    }
}

private fun DrawScope.cell(x: Float, wide: Float, tall: Boolean, thin: Boolean, draw: (CornerRadius, Offset, Size) -> Unit) {
    val high = if (tall) 22.dp.toPx() else 14.dp.toPx()
    val round = if (thin) 1.dp.toPx() else 3.dp.toPx()
    draw(CornerRadius(round, round), Offset(x, (size.height - high) / 2), Size(wide, high))
}

private fun DrawScope.tick(x: Float, colour: androidx.compose.ui.graphics.Color) {
    val unit = 1.3.dp.toPx()
    val y = size.height / 2
    val path = Path().apply {
        moveTo(x - 3.4f * unit, y + 0.4f * unit)
        lineTo(x - unit, y + 2.7f * unit)
        lineTo(x + 3.6f * unit, y - 2.6f * unit)
    }
    drawPath(path, colour, style = Stroke(1.8f * unit, cap = StrokeCap.Round, join = StrokeJoin.Round))
}
