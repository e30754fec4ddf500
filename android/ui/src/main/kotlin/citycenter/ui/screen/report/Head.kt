package citycenter.ui.screen.report

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.background
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.ReportScreen
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Icon
import citycenter.ui.part.Status

/** How it stands, what it is, and where. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun Head(report: ReportScreen) {
    val palette = LocalPalette.current
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        FlowRow(
            horizontalArrangement = Arrangement.spacedBy(12.dp),
            verticalArrangement = Arrangement.spacedBy(6.dp),
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            Status(report.shape, report.statusText)
            Text(
                "${say("common_number", "number" to report.number)} · ${report.category}",
                style = MaterialTheme.typography.bodyMedium,
                color = palette.ink2,
            )
        }
        Text(
            report.title,
            Modifier.semantics { heading() },
            style = MaterialTheme.typography.headlineMedium,
            color = palette.ink,
        )
        Row(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
            Icon("map-pin", Modifier.padding(top = 2.dp), colour = palette.ink2)
            Text(where(report), style = MaterialTheme.typography.bodyLarge, color = palette.ink2)
        }
    }
}

/** Homes are shown to their block: that is said. */
@Composable
private fun where(report: ReportScreen): String =
    report.address ?: say(if (report.placeIsExact) "screen_map_no_address" else "screen_map_near")

/** What somebody wrote, as they wrote it. */
@Composable
internal fun Quote(text: String, modifier: Modifier = Modifier) {
    val palette = LocalPalette.current
    Row(modifier.height(IntrinsicSize.Min)) {
        Box(Modifier.width(4.dp).fillMaxHeight().background(palette.lamp))
        Text(text, Modifier.padding(start = 12.dp), style = MaterialTheme.typography.bodyLarge, color = palette.ink)
    }
}

/** What is known, by name: beside it, or below it where letters are large. */
@Composable
internal fun Fact(name: String, value: String?) {
    if (value.isNullOrBlank()) return
    val palette = LocalPalette.current
    val words: @Composable (Modifier) -> Unit = { modifier ->
        Text(name, modifier, palette.ink2, style = MaterialTheme.typography.bodyMedium)
        Text(value, color = palette.ink, style = MaterialTheme.typography.bodyLarge)
    }
    val merged = Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}
    if (isLarge()) {
        Column(merged) { words(Modifier) }
    } else {
        Row(merged) { words(Modifier.width(120.dp).padding(top = 2.dp, end = 12.dp)) }
    }
}

/** Whether letters are so large that things stand below each other. */
@Composable
internal fun isLarge(): Boolean = LocalDensity.current.fontScale > 1.3f
