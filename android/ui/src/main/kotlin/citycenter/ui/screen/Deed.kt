package citycenter.ui.screen

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import citycenter.core.screen.deed.DeedEvent
import citycenter.core.screen.deed.DeedState
import citycenter.mobilecore.DeedField
import citycenter.mobilecore.DeedFieldKind
import citycenter.mobilecore.DeedOutcome
import citycenter.mobilecore.DeedScreen
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Field
import citycenter.ui.part.Heading
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Page
import citycenter.ui.part.Question
import citycenter.ui.part.RadioRow
import citycenter.ui.screen.deed.DeedPhotos
import citycenter.ui.screen.deed.Stars

/** The form of something that is done to a report. */
@Composable
fun DeedScreen(state: DeedState, on: (DeedEvent) -> Unit) {
    val form = state.form
    Page(
        title = form?.title ?: say("common_loading"),
        back = { on(DeedEvent.Back) },
        below = form?.let {
            { MainButton(state.button, { on(DeedEvent.Send) }, enabled = state.adding == null, busy = state.busy) }
        },
    ) {
        state.trouble?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
        if (form != null) Form(form, state, on) else if (state.trouble == null) Loading()
    }
    if (state.asks) {
        Question(
            say("app_discard_ask"), say("app_discard_text"), say("app_discard"),
            { on(DeedEvent.Discard) }, { on(DeedEvent.Ask(false)) },
        )
    }
}

@Composable
private fun ColumnScope.Form(form: DeedScreen, state: DeedState, on: (DeedEvent) -> Unit) {
    state.text?.let { Text(it, color = LocalPalette.current.ink, style = MaterialTheme.typography.bodyLarge) }
    for (field in form.fields) {
        when (field.kind) {
            DeedFieldKind.PHOTOS -> DeedPhotos(named(field), form, state, on)
            DeedFieldKind.OUTCOME -> Outcome(field, form, on)
            DeedFieldKind.RATING -> Stars(field.label, form.rating?.toInt()) { on(DeedEvent.Rate(it)) }
            DeedFieldKind.NOTE -> Field(
                named(field), form.note, { on(DeedEvent.Say(it)) }, lines = 3, wrong = state.wrong(DeedFieldKind.NOTE),
            )
        }
    }
    if (state.begun) LinkButton(say("app_discard"), { on(DeedEvent.Ask(true)) }, glyph = "trash")
}

/** What may be left out says so. */
@Composable
private fun named(field: DeedField): String =
    if (field.required) field.label else "${field.label} (${say("common_optional")})"

@Composable
private fun Outcome(field: DeedField, form: DeedScreen, on: (DeedEvent) -> Unit) {
    val chosen = form.outcome ?: DeedOutcome.FIXED
    Column(Modifier.selectableGroup()) {
        Heading(field.label)
        for (outcome in DeedOutcome.entries) {
            RadioRow(say("outcome_${outcome.name.lowercase()}"), outcome == chosen, { on(DeedEvent.EndWith(outcome)) })
        }
    }
}
