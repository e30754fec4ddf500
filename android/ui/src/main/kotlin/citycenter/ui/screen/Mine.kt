package citycenter.ui.screen

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.pulltorefresh.PullToRefreshBox
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.core.screen.mine.MineEvent
import citycenter.core.screen.mine.MineState
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.DraftCard
import citycenter.mobilecore.MyReport
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.WaitingDeed
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.Empty
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Heading
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.PageFrame
import citycenter.ui.part.Question
import citycenter.ui.part.ReportLine
import citycenter.ui.part.SideButton

/** One's own reports: what waits here, what is being written, what the city has. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
fun MineScreen(state: MineState, on: (MineEvent) -> Unit) {
    PageFrame(
        title = say("app_mine_title"),
        actions = { GlyphButton("refresh", say("app_refresh"), { on(MineEvent.Refresh) }) },
        below = { MainButton(say("app_report"), { on(MineEvent.Report) }, glyph = "camera-plus") },
    ) {
        PullToRefreshBox(state.refreshing, { on(MineEvent.Refresh) }) {
            LazyColumn(Modifier.fillMaxSize(), contentPadding = PaddingValues(16.dp), verticalArrangement = Arrangement.spacedBy(12.dp)) {
                state.trouble?.let { item("trouble") { Notice(it, kind = NoticeKind.LOOK, glyph = "plug-connected-x") } }
                if (state.isEmpty && !state.loading) item("empty") { Empty(say("app_mine_empty"), say("app_mine_empty_text")) }
                part("app_outbox", state.outbox, MyReport::id) { Waiting(it, on) }
                part("app_deeds", state.deeds, WaitingDeed::id) { Deed(it, on) }
                part("app_drafts", state.drafts, DraftCard::id) { Draft(it, on) }
                part("app_in_city", state.reports, MyReport::id) { InCity(it, on) }
            }
        }
    }
    if (state.asks != null) {
        Question(
            say("app_discard_ask"), say("app_discard_text"), say("app_discard"),
            { on(MineEvent.Discard) }, { on(MineEvent.Ask(null)) },
        )
    }
}

private fun <Item> LazyListScope.part(title: String, items: List<Item>, id: (Item) -> String, draw: @Composable (Item) -> Unit) {
    if (items.isEmpty()) return
    item(title) { Heading(say(title)) }
    items(items, { "$title ${id(it)}" }) { draw(it) }
}

@Composable
private fun Waiting(report: MyReport, on: (MineEvent) -> Unit) {
    val parked = report.delivery == Delivery.PARKED
    val title = report.title ?: say("draft_untitled")
    Card(onPress = { on(MineEvent.Open(report.id)) }) {
        Lines(title, report.address, report.text)
        report.refusal?.fields?.forEach { field -> Notice(field.message, kind = NoticeKind.LOOK, glyph = "alert-triangle", live = false) }
        if (parked) {
            SideButton(say("app_revise"), { on(MineEvent.Revise(report.id)) }, glyph = "tool", said = say("app_of", "what" to say("app_revise"), "title" to title))
            LinkButton(say("app_retry"), { on(MineEvent.Retry(report.id)) }, glyph = "refresh", said = say("app_of", "what" to say("app_retry"), "title" to title))
            LinkButton(say("app_discard"), { on(MineEvent.Ask(report.id)) }, glyph = "trash", said = say("app_of", "what" to say("app_discard"), "title" to title))
        }
    }
}

@Composable
private fun Deed(deed: WaitingDeed, on: (MineEvent) -> Unit) {
    Card(onPress = { on(MineEvent.Open(deed.reportId)) }) {
        Lines(deed.text, null, deed.changes.joinToString("\n"))
        deed.problems.forEach { problem -> Notice(problem.message, kind = NoticeKind.LOOK, glyph = "alert-triangle", live = false) }
        if (deed.delivery == Delivery.PARKED) {
            if (deed.overtaken) {
                SideButton(say("app_redo"), { on(MineEvent.Redo(deed.id)) }, glyph = "check", said = say("app_of", "what" to say("app_redo"), "title" to deed.text))
            } else {
                SideButton(say("app_retry"), { on(MineEvent.Retry(deed.id)) }, glyph = "refresh", said = say("app_of", "what" to say("app_retry"), "title" to deed.text))
            }
            LinkButton(say("app_discard"), { on(MineEvent.Ask(deed.id)) }, glyph = "trash", said = say("app_of", "what" to say("app_discard"), "title" to deed.text))
        }
    }
}

@Composable
private fun Draft(draft: DraftCard, on: (MineEvent) -> Unit) {
    ReportLine(
        title = draft.title,
        address = draft.address,
        shape = null,
        status = draft.missingText,
        due = draft.begunText,
        photo = draft.photo?.let { PhotoRef.OfDraft(draft.id, it) },
        glyph = "camera-plus",
        onPress = { on(MineEvent.Continue(draft.id)) },
    ) { LinkButton(say("app_discard"), { on(MineEvent.Ask(draft.id)) }, glyph = "trash", said = say("app_of", "what" to say("app_discard"), "title" to draft.title)) }
}

@Composable
private fun InCity(report: MyReport, on: (MineEvent) -> Unit) {
    ReportLine(
        title = report.title ?: say("draft_untitled"),
        address = report.address,
        shape = report.shape,
        status = report.text,
        due = report.due?.let { listOf(it.lead, it.rest).filter(String::isNotBlank).joinToString(" ") },
        photo = report.photo?.let { PhotoRef.OfReport(report.id, it, PhotoSize.SMALL) },
        glyph = "map-pin",
        onPress = { on(MineEvent.Open(report.id)) },
    ) { if (report.needsYou) Notice(say("app_needs_you"), kind = NoticeKind.LOOK, glyph = "message-circle", live = false) }
}

@Composable
private fun Lines(title: String, address: String?, text: String) {
    val palette = LocalPalette.current
    Text(title, style = MaterialTheme.typography.titleSmall, color = palette.ink)
    if (address != null) Text(address, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
    if (text.isNotBlank()) Text(text, style = MaterialTheme.typography.bodyLarge, color = palette.ink)
}
