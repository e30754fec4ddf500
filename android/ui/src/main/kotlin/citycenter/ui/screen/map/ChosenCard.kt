package citycenter.ui.screen.map

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.core.screen.map.Chosen
import citycenter.core.screen.map.MapEvent
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.ReportPhoto
import citycenter.mobilecore.ReportScreen
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.DueCard
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Photo
import citycenter.ui.part.SideButton
import citycenter.ui.part.Status

/** The report that was pressed, below the map: proof first, then what, where and by when. */
@Composable
internal fun ChosenCard(chosen: Chosen, on: (MapEvent) -> Unit) {
    val report = chosen.report
    val open = @Composable {
        if (report != null) SideButton(say("app_map_open"), { on(MapEvent.Open(report.id)) }, glyph = "arrow-right")
    }
    // In sight however long the rest is, unless large letters leave no room for both.
    val stays = LocalDensity.current.fontScale <= LARGE
    Column(Modifier.fillMaxWidth().padding(start = 16.dp, end = 16.dp, bottom = 10.dp)) {
        Column(
            Modifier.weight(1f, fill = false).verticalScroll(rememberScrollState()).padding(top = 16.dp, bottom = 10.dp),
            Arrangement.spacedBy(8.dp),
        ) {
            if (report == null) Coming(chosen, on) else Report(report, chosen, on)
            if (!stays) open()
        }
        if (stays) open()
    }
}

@Composable
private fun Coming(chosen: Chosen, on: (MapEvent) -> Unit) {
    val trouble = chosen.trouble
    Row(verticalAlignment = Alignment.CenterVertically) {
        Text(if (trouble == null) say("common_loading") else "", Modifier.weight(1f), LocalPalette.current.ink2)
        Close(on)
    }
    if (trouble != null) {
        Notice(trouble, kind = NoticeKind.LOOK, glyph = "wifi-off") { LinkButton(say("action_retry"), { on(MapEvent.Again) }) }
    }
}

@Composable
private fun Report(report: ReportScreen, chosen: Chosen, on: (MapEvent) -> Unit) {
    val palette = LocalPalette.current
    Photos(report.id, chosen.before, chosen.after)
    Row(verticalAlignment = Alignment.CenterVertically, horizontalArrangement = Arrangement.spacedBy(10.dp)) {
        Status(report.shape, report.statusText)
        val number = say("common_number", "number" to report.number)
        Text(number, Modifier.weight(1f), palette.ink2, style = MaterialTheme.typography.bodyMedium)
        Close(on)
    }
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Text(report.title, Modifier.semantics { heading() }, palette.ink, style = MaterialTheme.typography.titleMedium)
        val address = report.address ?: say("screen_map_no_address")
        Text(address, color = palette.ink2, style = MaterialTheme.typography.bodyMedium)
        if (!report.placeIsExact) Text(say("screen_map_near"), color = palette.ink2, style = MaterialTheme.typography.bodySmall)
    }
    DueCard(report.due, report.shape)
    report.keptText?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "wifi-off") }
}

@Composable
private fun Photos(report: String, before: ReportPhoto?, after: ReportPhoto?) {
    if (before == null && after == null) return
    Row(Modifier.clip(RoundedCornerShape(10.dp)), Arrangement.spacedBy(4.dp)) {
        for (photo in listOfNotNull(before, after)) {
            Box(Modifier.weight(1f).aspectRatio(if (before != null && after != null) 1.55f else 3f), Alignment.BottomStart) {
                Photo(PhotoRef.OfReport(report, photo.id, PhotoSize.MEDIUM), photo.caption, Modifier.matchParentSize())
                Caption(photo)
            }
        }
    }
}

/** Its own ground, whatever the photo: dark before, green after. The photo says the same to screen readers. */
@Composable
private fun Caption(photo: ReportPhoto) {
    val done = LocalPalette.current.of(Shape.RESOLVED)
    Text(
        photo.caption,
        Modifier.padding(6.dp)
            .background(if (photo.after) done.fill else Color(0xFF14262B), RoundedCornerShape(6.dp))
            .clearAndSetSemantics {}
            .padding(horizontal = 8.dp, vertical = 3.dp),
        if (photo.after) done.on else Color.White,
        style = MaterialTheme.typography.labelSmall,
    )
}

@Composable
private fun Close(on: (MapEvent) -> Unit) = GlyphButton("x", say("common_close"), { on(MapEvent.Unchoose) })
