package citycenter.ui.screen

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Checkbox
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import citycenter.core.screen.wizard.ContactPart
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.Hint
import citycenter.mobilecore.HintKind
import citycenter.mobilecore.Page
import citycenter.mobilecore.PageLine
import citycenter.mobilecore.PageState
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Field
import citycenter.ui.part.Heading
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.SideButton

/** What will be sent, each line leading to its page; words and a contact; the promise. */
@Composable
internal fun SendPage(title: String, state: WizardState, on: (WizardEvent) -> Unit) {
    val hints = state.step?.hints.orEmpty()
    BigColumn(title) {
        Danger(state, on)
        Changes(hints, on)
        Summary(state.step?.pages.orEmpty().filter { it.page != Page.SEND }, on)
        Promise(state)
        for (hint in hints.filter { it.kind in TO_CONSIDER }) Consider(hint, on)
        Field(
            "${say("screen_wizard_description")} (${say("common_optional")})",
            state.description,
            { on(WizardEvent.Describe(it)) },
            hint = say("screen_wizard_description_example"),
            wrong = state.wrong["description"],
            lines = 4,
        )
        Small("shield-check", say("screen_wizard_description_note"))
        Contact(state, on)
        Aside(hints.filter { it.kind == HintKind.SCOPE }, on)
        HorizontalDivider(color = LocalPalette.current.line)
        LinkButton(say("app_discard"), { on(WizardEvent.Ask(discard = true)) }, glyph = "trash", colour = dangerInk)
    }
}

@Composable
internal fun SendButton(state: WizardState, on: (WizardEvent) -> Unit) {
    val making = state.photos.making.isNotEmpty()
    MainButton(
        if (making) say("app_wizard_photo_wait") else state.step?.sendButton.orEmpty(),
        { on(WizardEvent.Send) },
        glyph = "send",
        enabled = !making,
        busy = state.busy,
    )
}

/** The city asks otherwise since the report was begun. */
@Composable
private fun Changes(hints: List<Hint>, on: (WizardEvent) -> Unit) {
    val changes = hints.filter { it.kind == HintKind.CHANGED || it.kind == HintKind.TYPE_GONE }
    if (changes.isEmpty()) return
    Notice(changes.joinToString("\n") { it.text }, kind = NoticeKind.LOOK, glyph = "refresh") {
        SideButton(say("app_wizard_take_changes"), { on(WizardEvent.TakeChanges) })
    }
}

@Composable
private fun Summary(lines: List<PageLine>, on: (WizardEvent) -> Unit) {
    val palette = LocalPalette.current
    Surface(
        Modifier.fillMaxWidth(),
        MaterialTheme.shapes.large,
        palette.surface,
        palette.ink,
        border = BorderStroke(1.dp, palette.line),
    ) {
        Column {
            lines.forEachIndexed { at, line ->
                if (at > 0) HorizontalDivider(color = palette.line)
                Line(line) { on(WizardEvent.Turn(line.page)) }
            }
        }
    }
}

@Composable
private fun Line(line: PageLine, onPress: () -> Unit) {
    val palette = LocalPalette.current
    val trouble = line.state == PageState.NEEDED || line.state == PageState.WRONG
    Row(
        Modifier.fillMaxWidth().heightIn(min = 60.dp).clickable(role = Role.Button, onClick = onPress)
            .padding(horizontal = 14.dp, vertical = 10.dp),
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        Icon(GLYPHS.getValue(line.page), colour = if (trouble) dangerInk else palette.accent)
        Column(Modifier.weight(1f)) {
            Text(line.title, style = MaterialTheme.typography.bodySmall, color = palette.ink2)
            Text(
                line.written ?: line.stateText,
                style = MaterialTheme.typography.bodyLarge,
                color = if (trouble) dangerInk else if (line.written == null) palette.ink3 else palette.ink,
            )
            if (trouble && line.written != null) Text(
                line.stateText,
                color = dangerInk,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
        Icon("chevron-right", colour = palette.ink3)
    }
}

@Composable
private fun Promise(state: WizardState) {
    val promise = state.step?.promise ?: return
    Notice(listOfNotNull(promise, state.step?.firstVisit).joinToString("\n"), glyph = "calendar-event")
}

/** Something to know that keeps nobody from sending. */
@Composable
private fun Consider(hint: Hint, on: (WizardEvent) -> Unit) {
    Notice(hint.text, kind = NoticeKind.LOOK, glyph = GLYPHS.getValue(hint.page)) {
        LinkButton(
            say("draft_page_${hint.page.name.lowercase()}"),
            { on(WizardEvent.Turn(hint.page)) },
            glyph = "arrow-right",
        )
    }
}

@Composable
private fun Aside(scope: List<Hint>, on: (WizardEvent) -> Unit) {
    if (scope.isEmpty()) return
    var open by rememberSaveable { mutableStateOf(false) }
    if (open) Scope(scope, on) else LinkButton(
        say("screen_wizard_type_not_here"),
        { open = true },
        glyph = "chevron-down",
    )
}

@Composable
private fun Contact(state: WizardState, on: (WizardEvent) -> Unit) {
    val isWrong = state.wrong.keys.any { it.startsWith("contact") }
    var opened by rememberSaveable { mutableStateOf(false) }
    if (!opened && state.contact.isEmpty && !isWrong) {
        LinkButton(
            "${say("screen_wizard_contact")} (${say("common_optional")})",
            { opened = true },
            glyph = "message-circle",
        )
        return
    }
    val contact = state.contact
    val put = { changed: ContactPart -> on(WizardEvent.Contact(changed)) }
    Heading("${say("screen_wizard_contact")} (${say("common_optional")})")
    Text(
        say("screen_wizard_contact_note"),
        style = MaterialTheme.typography.bodyMedium,
        color = LocalPalette.current.ink2,
    )
    Field(
        say("screen_wizard_contact_name"),
        contact.name,
        { put(contact.copy(name = it)) },
        wrong = state.wrong["contact.name"],
    )
    Field(
        say("screen_wizard_contact_email"), contact.email, { put(contact.copy(email = it)) },
        wrong = state.wrong["contact.email"] ?: state.wrong["contact"], keyboard = KeyboardType.Email,
    )
    Field(
        say("screen_wizard_contact_phone"), contact.phone, { put(contact.copy(phone = it)) },
        wrong = state.wrong["contact.phone"], keyboard = KeyboardType.Phone,
    )
    if (state.hasConsent && !contact.isEmpty) {
        Consent(contact.agreed, state.wrong["contact.consent"], on) { put(contact.copy(agreed = it)) }
    }
}

@Composable
private fun Consent(agreed: Boolean, wrong: String?, on: (WizardEvent) -> Unit, onChange: (Boolean) -> Unit) {
    val palette = LocalPalette.current
    Row(
        Modifier.fillMaxWidth().heightIn(min = 48.dp)
            .toggleable(agreed, role = Role.Checkbox, onValueChange = onChange)
            .padding(vertical = 8.dp),
        Arrangement.spacedBy(12.dp),
    ) {
        Checkbox(agreed, onCheckedChange = null, Modifier.padding(top = 2.dp))
        Text(
            say("screen_wizard_contact_consent"),
            Modifier.weight(1f),
            palette.ink,
            style = MaterialTheme.typography.bodyLarge,
        )
    }
    if (wrong != null) {
        Text(
            wrong,
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            dangerInk,
            style = MaterialTheme.typography.bodyMedium,
        )
    }
    LinkButton(say("consent_read"), { on(WizardEvent.ReadConsent) }, glyph = "info-circle")
    Small("shield-check", say("screen_wizard_contact_consent_note"))
}

private val TO_CONSIDER = setOf(HintKind.OUTSIDE, HintKind.SEASON, HintKind.QUESTION, HintKind.PHOTO)

private val GLYPHS = mapOf(
    Page.PHOTOS to "camera",
    Page.PLACE to "map-pin",
    Page.CATEGORY to "list",
    Page.TYPE to "tool",
    Page.QUESTIONS to "message-circle",
    Page.SEND to "send",
)
