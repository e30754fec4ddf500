package citycenter.ui.screen

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.unit.dp
import citycenter.core.screen.case.CaseEvent
import citycenter.core.screen.case.CaseState
import citycenter.mobilecore.CaseAction
import citycenter.mobilecore.CasePart
import citycenter.mobilecore.CaseScreen
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.DueCard
import citycenter.ui.part.Empty
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Heading
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Page
import citycenter.ui.part.SideButton
import citycenter.ui.screen.report.Doings
import citycenter.ui.screen.report.Fact
import citycenter.ui.screen.report.Head
import citycenter.ui.screen.report.LargePhoto
import citycenter.ui.screen.report.Photos
import citycenter.ui.screen.report.PlaceMap
import citycenter.ui.screen.report.Quote
import citycenter.ui.screen.report.Timeline

/** A case for a crew: where, what, by when, and the next step under the thumb. */
@Composable
fun CaseScreen(state: CaseState, on: (CaseEvent) -> Unit) {
    val case = state.case
    val photo = state.photo
    if (case != null && photo != null) return LargePhoto(case.report, photo) { on(CaseEvent.LookAt(it)) }
    Page(
        title = say("screen_desk_case"),
        back = { on(CaseEvent.Back) },
        actions = { GlyphButton("refresh", say("app_refresh"), { on(CaseEvent.Refresh) }) },
        below = state.main?.let { main -> { MainButton(main.label, { on(CaseEvent.Act(main)) }, glyph = glyph(main)) } },
    ) {
        when {
            case != null -> Work(case, state, on)
            state.lost -> Empty(say("screen_report_lost_title"), say("app_trouble_not_found"))
            state.loading -> Loading()
            else -> Failed(state.trouble.orEmpty()) { on(CaseEvent.Refresh) }
        }
    }
}

@Composable
private fun ColumnScope.Work(case: CaseScreen, state: CaseState, on: (CaseEvent) -> Unit) {
    val report = case.report
    if (state.lost) Notice(say("round_gone_text"), kind = NoticeKind.LOOK, glyph = "alert-triangle")
    else state.trouble?.let { Notice(it, glyph = "plug-connected-x") }
    Head(report)
    if (report.shape == Shape.DANGER) Notice(say("round_danger"), kind = NoticeKind.DANGER, glyph = "alert-triangle")
    Doings(state.doings) { on(CaseEvent.Do(it)) }
    DueCard(report.due, report.shape)
    SideButton(say("round_navigate"), { on(CaseEvent.Navigate) }, glyph = "route")
    Photos(report, byStaff = true) { on(CaseEvent.LookAt(it)) }
    report.description?.let { Quote(it) }
    Answers(case)
    Facts(case)
    for (part in case.parts) Part(part, on)
    if (state.others.isNotEmpty()) {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Heading(say("action_more_ways"))
            for (action in state.others) SideButton(action.label, { on(CaseEvent.Act(action)) }, glyph = glyph(action))
        }
    }
    Heading(say("screen_desk_history"))
    Timeline(report.timeline)
    PlaceMap(report, state.kind)
}

@Composable
private fun Answers(case: CaseScreen) {
    if (case.answers.isEmpty()) return
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        Heading(say("screen_desk_answers"))
        for (answer in case.answers) Fact(answer.question, answer.answer)
    }
}

@Composable
private fun Facts(case: CaseScreen) {
    Card {
        Fact(say("screen_desk_why"), case.report.routedBecause)
        Fact(say("screen_desk_supports"), case.report.supportsText)
        Fact(say("screen_desk_assignee"), case.assignee ?: say("desk_assignee_none"))
        Fact(say("desk_filter_crew"), case.crew)
    }
}

@Composable
private fun Part(part: CasePart, on: (CaseEvent) -> Unit) {
    val palette = LocalPalette.current
    Card {
        Text(part.department, color = palette.ink, style = MaterialTheme.typography.titleSmall)
        part.task?.let { Text(it, color = palette.ink, style = MaterialTheme.typography.bodyLarge) }
        Text(part.text, color = palette.ink2, style = MaterialTheme.typography.bodyMedium)
        for (action in part.actions) SideButton(action.label, { on(CaseEvent.Act(action)) }, glyph = glyph(action))
    }
}

private fun glyph(action: CaseAction): String? =
    when (val kind = action.kind) {
        DeedKind.MakeSafe -> "shield-check"
        DeedKind.Claim -> "user-plus"
        is DeedKind.EndPart -> if (kind.done) "check" else "x"
        is DeedKind.Move -> when (kind.to) {
            "resolved", "in_review", "accepted", "confirmed" -> "check"
            "in_progress" -> "tool"
            "waiting_for_resident" -> "message"
            "waiting_for_partner" -> "hourglass"
            "declined" -> "x"
            else -> null
        }
        else -> null
    }
