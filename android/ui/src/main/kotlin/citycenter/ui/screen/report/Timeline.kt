package citycenter.ui.screen.report

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.Shape
import citycenter.mobilecore.TimelineIcon
import citycenter.mobilecore.TimelineLine
import citycenter.ui.look.LocalPalette
import citycenter.ui.part.Icon

/** What happened, the oldest first; a line leads from one thing to the next. */
@Composable
internal fun Timeline(lines: List<TimelineLine>) {
    val thread = LocalPalette.current.lineStrong
    Column {
        lines.forEachIndexed { index, line ->
            val more = index < lines.lastIndex
            Row(
                Modifier.fillMaxWidth()
                    .semantics(mergeDescendants = true) {}
                    .drawBehind {
                        val x = MARK.toPx() / 2
                        val top = (MARK + 6.dp).toPx()
                        if (more) drawLine(thread, Offset(x, top), Offset(x, size.height - 2.dp.toPx()), 1.5.dp.toPx())
                    }
                    .padding(bottom = if (more) 20.dp else 0.dp),
                Arrangement.spacedBy(14.dp),
            ) {
                Mark(line.icon)
                Happening(line)
            }
        }
    }
}

@Composable
private fun Happening(line: TimelineLine) {
    val palette = LocalPalette.current
    Column(verticalArrangement = Arrangement.spacedBy(2.dp)) {
        val who = line.who
        val by = if (who == null) line.`when` else "${line.`when`} · $who"
        Text(by, color = palette.ink2, style = MaterialTheme.typography.bodySmall)
        Text(line.text, color = palette.ink, style = MaterialTheme.typography.titleSmall)
        line.note?.let { Text(it, color = palette.ink2, style = MaterialTheme.typography.bodyLarge) }
    }
}

/** The sign of a line, in the colours of how a report stands then. */
@Composable
private fun Mark(icon: TimelineIcon) {
    val (shape, glyph) = look(icon)
    val palette = LocalPalette.current
    val colours = palette.of(shape)
    val outline = if (shape == Shape.WAITING) RoundedCornerShape(6.dp) else CircleShape
    val hollow = shape == Shape.NEW || shape == Shape.DECLINED
    val ground = if (hollow) {
        Modifier.background(palette.surface, outline).border(2.5.dp, colours.fill, outline)
    } else {
        Modifier.background(colours.fill, outline)
    }
    Box(Modifier.size(MARK).then(ground), Alignment.Center) {
        Icon(glyph, size = 16.dp, colour = if (hollow) colours.ink else colours.on)
    }
}

private fun look(icon: TimelineIcon): Pair<Shape, String> =
    when (icon) {
        TimelineIcon.RECEIVED -> Shape.NEW to "plus"
        TimelineIcon.HANDED -> Shape.WORK to "arrow-right"
        TimelineIcon.WORK -> Shape.WORK to "tool"
        TimelineIcon.PLANNED -> Shape.WORK to "calendar"
        TimelineIcon.WAITING -> Shape.WAITING to "hourglass"
        TimelineIcon.DANGER -> Shape.DANGER to "alert-triangle"
        TimelineIcon.MESSAGE -> Shape.EXPLAINED to "message"
        TimelineIcon.DEADLINE -> Shape.SOON to "clock"
        TimelineIcon.TOGETHER -> Shape.EXPLAINED to "users"
        TimelineIcon.DONE -> Shape.RESOLVED to "check"
        TimelineIcon.ANSWERED -> Shape.EXPLAINED to "message-circle"
        TimelineIcon.DECLINED -> Shape.DECLINED to "x"
        TimelineIcon.RATED -> Shape.RESOLVED to "star"
        TimelineIcon.CORRECTED -> Shape.WORK to "pencil"
        TimelineIcon.SEEN -> Shape.DECLINED to "eye"
    }

private val MARK = 28.dp
