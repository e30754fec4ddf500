package citycenter.ui.screen.map

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.clickable
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.rememberScrollState
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedIconButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import citycenter.core.screen.map.MapEvent
import citycenter.core.screen.map.MapState
import citycenter.core.screen.map.Search
import citycenter.mobilecore.FoundPlace
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.say
import citycenter.ui.part.Choice
import citycenter.ui.part.Icon
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind

@Composable
internal fun SearchRow(state: MapState, on: (MapEvent) -> Unit, modifier: Modifier) {
    val palette = LocalPalette.current
    Row(
        modifier.fillMaxWidth().padding(start = 12.dp, top = 8.dp, end = 12.dp),
        Arrangement.spacedBy(8.dp),
        Alignment.CenterVertically,
    ) {
        SearchField(state.search.text, { on(MapEvent.Find(it)) }, Modifier.weight(1f))
        val many = state.narrowing
        val label = if (many == 0) say("filter_all") else LocalWords.current.count("app_map_filters_on", many)
        OutlinedIconButton(
            { on(MapEvent.Filtering(true)) },
            Modifier.size(52.dp).semantics { contentDescription = label },
            shape = MaterialTheme.shapes.small,
            border = BorderStroke(1.5.dp, if (many > 0) palette.accent else palette.lineStrong),
        ) { Icon("adjustments-horizontal", size = 22.dp, colour = if (many > 0) palette.accent else palette.ink) }
    }
}

@Composable
private fun SearchField(text: String, onChange: (String) -> Unit, modifier: Modifier) {
    val palette = LocalPalette.current
    val label = say("app_map_search")
    // Shows what is typed at once: what comes back a moment later would eat letters.
    var typed by rememberSaveable { mutableStateOf(text) }
    LaunchedEffect(text) { if (text.isEmpty()) typed = "" }
    fun type(now: String) {
        typed = now
        onChange(now)
    }
    OutlinedTextField(
        typed,
        ::type,
        modifier.heightIn(min = 52.dp).semantics { contentDescription = label },
        textStyle = MaterialTheme.typography.bodyLarge,
        placeholder = { Text(label, color = palette.ink3, maxLines = 1, overflow = TextOverflow.Ellipsis) },
        leadingIcon = { Icon("search", size = 22.dp, colour = palette.ink2) },
        trailingIcon = if (typed.isEmpty()) null else { { Clear { type("") } } },
        singleLine = true,
        shape = MaterialTheme.shapes.small,
        colors = OutlinedTextFieldDefaults.colors(unfocusedBorderColor = palette.lineStrong),
    )
}

@Composable
private fun Clear(onPress: () -> Unit) {
    val label = say("app_map_search_clear")
    IconButton(onPress, Modifier.semantics { contentDescription = label }) { Icon("x", colour = LocalPalette.current.accent) }
}

/** One group of types or all of them, within one press. */
@Composable
internal fun Categories(state: MapState, on: (MapEvent) -> Unit, modifier: Modifier) {
    Row(
        modifier.fillMaxWidth().horizontalScroll(rememberScrollState()).padding(horizontal = 12.dp, vertical = 6.dp),
        Arrangement.spacedBy(8.dp),
    ) {
        val chosen = state.filter.category
        Choice(say("screen_map_all"), chosen == null, { on(MapEvent.InCategory(null)) })
        for (kind in state.categories) {
            Choice(kind.title, chosen == kind.slug, { on(MapEvent.InCategory(kind.slug)) }, glyph = Glyphs.ofCategory(kind.slug))
        }
    }
}

/** What the search found, in the place of the map. */
@Composable
internal fun FoundList(search: Search, on: (MapEvent) -> Unit) {
    LazyColumn(Modifier.fillMaxSize().imePadding()) {
        items(search.reports, key = { it.id }) { report ->
            Line("map-pin", report.title, say("common_number", "number" to report.number)) { on(MapEvent.Show(report)) }
        }
        search.numbered?.let { report ->
            item { Line("map-pin", report.title, say("common_number", "number" to report.number)) { on(MapEvent.Open(report.id)) } }
        }
        items(search.found.orEmpty()) { place: FoundPlace ->
            Line("map-pin", place.title, place.detail) { on(MapEvent.GoTo(place)) }
        }
        val trouble = search.trouble
        val nothing = search.found?.isEmpty() == true && search.reports.isEmpty() && search.numbered == null
        if (trouble != null || nothing) {
            item {
                val glyph = if (trouble == null) "map-search" else "wifi-off"
                Notice(trouble ?: say("app_map_search_none"), Modifier.padding(16.dp), NoticeKind.LOOK, glyph)
            }
        }
    }
}

@Composable
private fun Line(glyph: String, title: String, detail: String?, onPress: () -> Unit) {
    val palette = LocalPalette.current
    Row(
        Modifier.fillMaxWidth().clickable(role = Role.Button, onClick = onPress).heightIn(min = 56.dp).padding(horizontal = 16.dp, vertical = 10.dp),
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        Icon(glyph, colour = palette.ink2)
        Column {
            Text(title, style = MaterialTheme.typography.bodyLarge, color = palette.ink)
            if (detail != null) Text(detail, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
        }
    }
    HorizontalDivider(color = palette.line)
}
