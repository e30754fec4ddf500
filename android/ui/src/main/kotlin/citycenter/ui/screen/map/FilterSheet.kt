package citycenter.ui.screen.map

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Checkbox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import citycenter.core.screen.map.MapEvent
import citycenter.core.screen.map.MapState
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.role
import citycenter.ui.look.say
import citycenter.ui.part.Badge
import citycenter.ui.part.Choice
import citycenter.ui.part.Heading
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Page

/** All that narrows the map, over everything else; each choice counts at once. */
@Composable
internal fun FilterSheet(state: MapState, on: (MapEvent) -> Unit) {
    val close = { on(MapEvent.Filtering(false)) }
    Dialog(close, DialogProperties(usePlatformDefaultWidth = false)) {
        Surface(Modifier.fillMaxSize(), color = LocalPalette.current.page) {
            Page(
                say("filter_all"),
                close,
                below = {
                    MainButton(shows(state), close, glyph = "check")
                    if (state.narrowing > 0) LinkButton(say("filter_reset"), { on(MapEvent.Reset) }, Modifier.fillMaxWidth())
                },
            ) {
                Heading(say("filter_shape"))
                Shapes(state, on)
                Heading(say("app_map_days_title"))
                Periods(state, on)
                Heading(say("screen_wizard_type_category"))
                Groups(state, on)
            }
        }
    }
}

@Composable
private fun shows(state: MapState): String {
    val many = state.listing.reports?.size
    val known = many != null && state.listing.next == null && !state.listing.busy
    return if (known) LocalWords.current.count("filter_show_count", many) else say("filter_show")
}

@Composable
private fun Shapes(state: MapState, on: (MapEvent) -> Unit) {
    for (shape in Shape.entries) {
        Row(
            Modifier.fillMaxWidth()
                .toggleable(shape in state.filter.shapes, role = Role.Checkbox) { on(MapEvent.Toggle(shape)) }
                .heightIn(min = 48.dp),
            Arrangement.spacedBy(12.dp),
            Alignment.CenterVertically,
        ) {
            Badge(shape, size = 26.dp)
            Text(say("status_${shape.role}"), Modifier.weight(1f), LocalPalette.current.ink, style = MaterialTheme.typography.bodyLarge)
            Checkbox(shape in state.filter.shapes, onCheckedChange = null, Modifier.padding(end = 8.dp))
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Periods(state: MapState, on: (MapEvent) -> Unit) {
    val chosen = state.filter.days?.toInt()
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Choice(say("filter_period_usual"), chosen == null, { on(MapEvent.Days(null)) })
        for (days in PERIODS) Choice(LocalWords.current.count("app_map_days", days), chosen == days, { on(MapEvent.Days(days)) })
    }
    if (chosen == null) Text(say("filter_period_hint"), color = LocalPalette.current.ink2, style = MaterialTheme.typography.bodyMedium)
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Groups(state: MapState, on: (MapEvent) -> Unit) {
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Choice(say("filter_any_category"), state.filter.category == null, { on(MapEvent.InCategory(null)) })
        for (kind in state.categories) Choice(kind.title, state.filter.category == kind.slug, { on(MapEvent.InCategory(kind.slug)) })
    }
}

/** Days that closed ones may stay. */
private val PERIODS = listOf(1, 7, 90, 365)
