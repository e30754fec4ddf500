package citycenter.ui.screen

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import citycenter.core.screen.report.ReportEvent
import citycenter.core.screen.report.ReportState
import citycenter.mobilecore.ReportScreen
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.DueCard
import citycenter.ui.part.Empty
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Heading
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Page
import citycenter.ui.part.SideButton
import citycenter.ui.screen.report.Doings
import citycenter.ui.screen.report.Fact
import citycenter.ui.screen.report.Head
import citycenter.ui.screen.report.LargePhoto
import citycenter.ui.screen.report.Own
import citycenter.ui.screen.report.Photos
import citycenter.ui.screen.report.PlaceMap
import citycenter.ui.screen.report.Quote
import citycenter.ui.screen.report.Timeline

/** A report's page: proof, promise, what is awaited, history in words, who and why. */
@Composable
fun ReportScreen(state: ReportState, on: (ReportEvent) -> Unit) {
    val report = state.report
    val photo = state.photo
    if (report != null && photo != null) return LargePhoto(report, photo) { on(ReportEvent.LookAt(it)) }
    Page(
        title = say("screen_desk_case"),
        back = { on(ReportEvent.Back) },
        actions = { GlyphButton("refresh", say("app_refresh"), { on(ReportEvent.Refresh) }) },
    ) {
        when {
            state.lost -> Empty(say("screen_report_lost_title"), say("app_trouble_not_found"))
            report != null -> Tale(report, state, on)
            state.loading -> Loading()
            else -> Failed(state.trouble.orEmpty()) { on(ReportEvent.Refresh) }
        }
    }
}

@Composable
private fun ColumnScope.Tale(report: ReportScreen, state: ReportState, on: (ReportEvent) -> Unit) {
    report.keptText?.let { Notice(it, glyph = "plug-connected-x") }
    state.trouble?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
    Head(report)
    Doings(state.doings) { on(ReportEvent.Do(it)) }
    Photos(report, state.byStaff) { on(ReportEvent.LookAt(it)) }
    DueCard(report.due, report.shape)
    report.own?.let { own -> Own(own) { on(ReportEvent.Do(it)) } }
    Support(report, state, on)
    report.description?.let {
        Heading(say("screen_report_description"))
        Quote(it)
    }
    Heading(say("screen_report_history"))
    Timeline(report.timeline)
    PlaceMap(report, state.kind)
    Who(report, state.byStaff, on)
}

/** Others have the same trouble; whoever looks may say so too. */
@Composable
private fun Support(report: ReportScreen, state: ReportState, on: (ReportEvent) -> Unit) {
    val palette = LocalPalette.current
    if (state.supported && !report.mine) {
        Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
            Icon("check", colour = palette.of(Shape.RESOLVED).ink)
            Text(say("support_mine"), color = palette.of(Shape.RESOLVED).ink, style = MaterialTheme.typography.labelLarge)
        }
    }
    if (state.maySupport) SideButton(say("support_add"), { on(ReportEvent.Support) }, glyph = "thumb-up")
}

@Composable
private fun Who(report: ReportScreen, byStaff: Boolean, on: (ReportEvent) -> Unit) {
    val done = report.shape == Shape.RESOLVED
    Card {
        Fact(say(if (done) "screen_report_who_done" else "screen_report_who"), report.department)
        Fact(say("screen_report_why"), report.routedBecause)
        Fact(say("screen_desk_supports"), report.supportsText)
        SideButton(say("action_share"), { on(ReportEvent.Share) }, glyph = "share-2")
        if (byStaff) LinkButton(say("round_open_at_desk"), { on(ReportEvent.OpenCase) }, glyph = "arrow-right")
    }
}

/** Nothing is here yet. */
@Composable
internal fun Loading() {
    Row(Modifier.fillMaxWidth().padding(48.dp), Arrangement.Center) {
        Text(say("common_loading"), color = LocalPalette.current.ink2, style = MaterialTheme.typography.bodyLarge)
    }
}

/** Nothing came: why, and once more. */
@Composable
internal fun Failed(trouble: String, onRetry: () -> Unit) {
    Empty(say("common_broken_title"), trouble, glyph = "plug-connected-x") {
        SideButton(say("app_retry"), onRetry, glyph = "refresh")
    }
}
