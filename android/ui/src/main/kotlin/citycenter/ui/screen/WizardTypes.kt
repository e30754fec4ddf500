package citycenter.ui.screen

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.selection.selectable
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.SpanStyle
import androidx.compose.ui.text.buildAnnotatedString
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import citycenter.core.screen.wizard.FoundType
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.Category
import citycenter.mobilecore.Hint
import citycenter.mobilecore.HintKind
import citycenter.mobilecore.NoneFits
import citycenter.mobilecore.Shape
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.Empty
import citycenter.ui.part.Field
import citycenter.ui.part.Heading
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.SideButton

/** The groups, large; whoever types finds types of all groups. */
@Composable
internal fun CategoryPage(title: String, state: WizardState, on: (WizardEvent) -> Unit) {
    // One beside the other, as long as the longest word has room.
    val across = if (LocalDensity.current.fontScale > 1.3f) 1 else 2
    Listed(title) {
        search(state, on)
        if (state.query.isBlank()) {
            val categories = state.step?.categories.orEmpty()
            if (categories.isEmpty()) item("none") { NoList(on) }
            items(categories.chunked(across), { row -> row.joinToString { it.slug } }) { row ->
                Row(Modifier.height(IntrinsicSize.Min), Arrangement.spacedBy(10.dp)) {
                    for (one in row) Group(
                        one,
                        one.slug == state.step?.category,
                        Modifier.weight(1f).fillMaxHeight(),
                        on,
                    )
                    repeat(across - row.size) { Box(Modifier.weight(1f)) }
                }
            }
        }
        state.noneFits?.let { none -> item("none fits") { NoneFitsCard(none, on) } }
    }
}

/** The types of a group; whoever types finds those of the others too. */
@Composable
internal fun TypePage(title: String, state: WizardState, on: (WizardEvent) -> Unit) {
    val category = state.step?.run { categories.find { it.slug == category } }
    Listed(title) {
        if (state.step?.danger != null) item("danger") { Danger(state, on) }
        state.step?.hints?.find { it.kind == HintKind.TYPE_GONE }?.let { gone ->
            item("gone") { Notice(gone.text, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
        }
        search(state, on)
        if (state.query.isBlank() && category != null) {
            item("title") { Heading(category.title, Modifier.padding(top = 4.dp)) }
            types(category.types.map { FoundType(it, category, emptyList()) }, state, on, isOfMany = false)
        }
        state.noneFits?.let { none -> item("none fits") { NoneFitsCard(none, on) } }
    }
}

@Composable
private fun Listed(title: String, content: LazyListScope.() -> Unit) {
    Box(Modifier.fillMaxSize().semantics { paneTitle = title }, Alignment.TopCenter) {
        LazyColumn(
            Modifier.widthIn(max = READABLE).fillMaxSize(),
            contentPadding = PaddingValues(start = 16.dp, top = 4.dp, end = 16.dp, bottom = 24.dp),
            verticalArrangement = Arrangement.spacedBy(10.dp),
        ) {
            item("big title") { BigTitle(title, Modifier.padding(bottom = 4.dp)) }
            content()
        }
    }
}

private fun LazyListScope.search(state: WizardState, on: (WizardEvent) -> Unit) {
    item("search") {
        Field(
            say("screen_wizard_type_search"), state.query, { on(WizardEvent.FindType(it)) },
            hint = say("screen_wizard_type_example"), wrong = state.wrong["type"],
        )
    }
    if (state.query.isBlank()) return
    item("count") {
        val count = state.found.size
        Text(
            if (count == 0) say("screen_wizard_type_none") else LocalWords.current.count(
                "screen_wizard_type_found",
                count,
            ),
            Modifier.semantics { liveRegion = LiveRegionMode.Polite },
            LocalPalette.current.ink2,
            style = MaterialTheme.typography.bodyMedium,
        )
    }
    types(state.found, state, on, isOfMany = true)
}

private fun LazyListScope.types(
    found: List<FoundType>,
    state: WizardState,
    on: (WizardEvent) -> Unit,
    isOfMany: Boolean,
) {
    items(found, { "type ${it.type.slug}" }) { one ->
        val chosen = one.type.slug == state.step?.chosen?.slug
        val scope = state.step?.hints.orEmpty().filter { chosen && it.kind == HintKind.SCOPE }
        TypeRow(one, chosen, isOfMany, state.emergencyPhone.orEmpty()) { on(WizardEvent.ChooseType(one.type.slug)) }
        if (scope.isNotEmpty()) Scope(scope, on)
    }
}

@Composable
private fun Group(category: Category, chosen: Boolean, modifier: Modifier, on: (WizardEvent) -> Unit) {
    val palette = LocalPalette.current
    val shape = MaterialTheme.shapes.large
    Column(
        modifier
            .heightIn(min = 104.dp)
            .clip(shape)
            .background(if (chosen) palette.accent else palette.surface)
            .border(1.5.dp, if (chosen) palette.accent else palette.line, shape)
            .selectable(chosen, role = Role.RadioButton) { on(WizardEvent.ChooseCategory(category.slug)) }
            .padding(12.dp),
        Arrangement.spacedBy(8.dp, Alignment.CenterVertically),
        Alignment.CenterHorizontally,
    ) {
        Icon(Glyphs.ofCategory(category.slug), size = 30.dp, colour = if (chosen) palette.onAccent else palette.accent)
        Text(
            category.title,
            color = if (chosen) palette.onAccent else palette.ink,
            style = MaterialTheme.typography.labelLarge,
            textAlign = TextAlign.Center,
        )
    }
}

@Composable
private fun TypeRow(one: FoundType, chosen: Boolean, isOfMany: Boolean, emergencyPhone: String, onPress: () -> Unit) {
    val palette = LocalPalette.current
    val danger = palette.of(Shape.DANGER)
    val type = one.type
    val shape = MaterialTheme.shapes.large
    Row(
        Modifier.fillMaxWidth().heightIn(min = 64.dp)
            .clip(shape)
            .background(if (chosen) palette.accentSoft else palette.surface)
            .border(1.dp, if (chosen) palette.accent else palette.line, shape)
            .selectable(chosen, role = Role.RadioButton, onClick = onPress)
            .padding(12.dp),
        Arrangement.spacedBy(12.dp),
    ) {
        val (ground, ink) = if (type.emergency) danger.soft to danger.ink else palette.accentSoft to palette.accentInk
        Box(Modifier.size(40.dp).background(ground, MaterialTheme.shapes.medium), Alignment.Center) {
            Icon(Glyphs.ofType(type.slug, one.category.slug), size = 22.dp, colour = ink)
        }
        Column(Modifier.weight(1f), Arrangement.spacedBy(3.dp)) {
            Text(marked(one), style = MaterialTheme.typography.titleSmall, color = palette.ink)
            if (type.belongs.isNotBlank()) Text(
                type.belongs,
                style = MaterialTheme.typography.bodyMedium,
                color = palette.ink2,
            )
            val days = LocalWords.current.count("screen_wizard_type_deadline", type.deadlineDays.toInt())
            val urgent = say("screen_wizard_type_urgent", "phone" to (type.danger?.phone ?: emergencyPhone))
            val promise = if (type.emergency) urgent else days
            Text(
                if (isOfMany) "${one.category.title} · $promise" else promise,
                style = MaterialTheme.typography.labelSmall,
                color = if (type.emergency) danger.ink else palette.accentInk,
            )
        }
        RadioButton(chosen, onClick = null, Modifier.align(Alignment.CenterVertically))
    }
}

/** A title with the letters that were typed. */
@Composable
private fun marked(one: FoundType) = buildAnnotatedString {
    val lamp = SpanStyle(background = LocalPalette.current.lamp, color = LocalPalette.current["on-lamp"])
    append(one.type.title)
    for (hit in one.hits) addStyle(lamp, hit.first, hit.last + 1)
}

/** What does not belong to the chosen type, and the way to the one it belongs to. */
@Composable
internal fun Scope(hints: List<Hint>, on: (WizardEvent) -> Unit) {
    Column(Modifier.padding(top = 8.dp)) {
        Text(
            say("screen_wizard_type_not_here"),
            style = MaterialTheme.typography.labelMedium,
            color = LocalPalette.current.ink,
        )
        for (hint in hints) {
            Text(
                hint.text,
                Modifier.padding(top = 6.dp),
                LocalPalette.current.ink2,
                style = MaterialTheme.typography.bodyMedium,
            )
            val (button, instead) = (hint.button ?: continue) to (hint.instead ?: continue)
            LinkButton(button, { on(WizardEvent.ChooseType(instead)) }, glyph = "arrow-right")
        }
    }
}

/** The way to a person. */
@Composable
private fun NoneFitsCard(none: NoneFits, on: (WizardEvent) -> Unit) {
    Card {
        Heading(say("screen_wizard_type_none_fits"))
        Text(none.text, style = MaterialTheme.typography.bodyLarge)
        Text(none.department, style = MaterialTheme.typography.bodyMedium, color = LocalPalette.current.ink2)
        none.phone?.let { phone ->
            SideButton(say("action_call", "phone" to phone), { on(WizardEvent.Call(phone)) }, glyph = "phone-call")
        }
    }
}

@Composable
private fun NoList(on: (WizardEvent) -> Unit) {
    Empty(say("common_offline_title"), say("app_wizard_types_none"), glyph = "plug-connected-x") {
        SideButton(say("action_retry"), { on(WizardEvent.Reload) }, glyph = "refresh")
    }
}
