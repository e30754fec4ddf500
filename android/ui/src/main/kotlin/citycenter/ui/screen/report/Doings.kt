package citycenter.ui.screen.report

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.unit.dp
import citycenter.core.screen.report.Doing
import citycenter.core.screen.report.Doings
import citycenter.mobilecore.DeedScreen
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.WaitingDeed
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Question
import citycenter.ui.part.SideButton

/** What was begun here, and what was done and has not arrived. */
@Composable
internal fun Doings(doings: Doings, on: (Doing) -> Unit) {
    if (doings.waiting.isEmpty() && doings.begun.isEmpty()) return
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        for (deed in doings.waiting) Waiting(deed, on)
        for (deed in doings.begun) Begun(deed, on)
    }
    if (doings.asks != null) {
        Question(
            say("app_discard_ask"), say("app_discard_text"), say("app_discard"),
            { on(Doing.Discard) }, { on(Doing.Ask(null)) },
        )
    }
}

/** Somebody was faster, or the city refused it: its person decides. Else it waits for a network. */
@Composable
private fun Waiting(deed: WaitingDeed, on: (Doing) -> Unit) {
    val parked = deed.delivery == Delivery.PARKED
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        val glyph = if (parked) "alert-triangle" else "cloud-up"
        Notice(deed.text, kind = if (parked) NoticeKind.LOOK else NoticeKind.CALM, glyph = glyph) {
            for (problem in deed.problems) Text(problem.message, style = MaterialTheme.typography.bodyLarge)
        }
        if (!parked) return@Column
        if (deed.overtaken) {
            SideButton(say("app_redo"), { on(Doing.Redo(deed.id)) }, glyph = "check")
        } else {
            SideButton(say("app_retry"), { on(Doing.Retry(deed.id)) }, glyph = "refresh")
        }
        LinkButton(say("round_give_up"), { on(Doing.Ask(deed.id)) }, glyph = "trash")
    }
}

@Composable
private fun Begun(deed: DeedScreen, on: (Doing) -> Unit) {
    Card {
        Text(say("app_deed_begun", "title" to deed.title), style = MaterialTheme.typography.bodyLarge)
        SideButton(say("app_deed_go_on"), { on(Doing.Open(deed.kind)) }, glyph = "pencil")
        LinkButton(say("app_discard"), { on(Doing.Ask(deed.id)) }, glyph = "trash")
    }
}
