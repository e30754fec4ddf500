package citycenter.ui.screen.map

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import citycenter.core.screen.map.MapEvent
import citycenter.core.screen.map.MapState
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Icon
import citycenter.ui.part.MainButton

/** Map or list, and the way to report; large letters put one below the other. */
@Composable
internal fun Below(state: MapState, on: (MapEvent) -> Unit) {
    val around = Modifier.fillMaxWidth().background(LocalPalette.current.surface).padding(horizontal = 12.dp, vertical = 8.dp)
    val report = @Composable { modifier: Modifier ->
        MainButton(say("action_report_short"), { on(MapEvent.Report) }, modifier.comes(4f), "camera-plus")
    }
    if (LocalDensity.current.fontScale > LARGE) {
        Column(around, Arrangement.spacedBy(8.dp)) {
            Switch(state.asList, on, Modifier.fillMaxWidth())
            report(Modifier.fillMaxWidth())
        }
    } else {
        Row(around, Arrangement.spacedBy(10.dp)) {
            Switch(state.asList, on, Modifier.width(IntrinsicSize.Max))
            report(Modifier.weight(1f))
        }
    }
}

@Composable
private fun Switch(asList: Boolean, on: (MapEvent) -> Unit, modifier: Modifier) {
    val palette = LocalPalette.current
    Surface(modifier.comes(2f), MaterialTheme.shapes.small, border = BorderStroke(1.5.dp, palette.lineStrong)) {
        Row(Modifier.selectableGroup()) {
            Side(say("screen_map_view_map"), "map-2", !asList) { on(MapEvent.AsList(false)) }
            Side(say("screen_map_view_list"), "list", asList) { on(MapEvent.AsList(true)) }
        }
    }
}

@Composable
private fun RowScope.Side(text: String, glyph: String, chosen: Boolean, onPress: () -> Unit) {
    val palette = LocalPalette.current
    val colour = if (chosen) palette.surface else palette.ink2
    Row(
        Modifier.weight(1f)
            .background(if (chosen) palette.ink else palette.surface)
            .selectable(chosen, role = Role.Tab, onClick = onPress)
            .heightIn(min = 52.dp)
            .padding(horizontal = 10.dp),
        Arrangement.spacedBy(6.dp, Alignment.CenterHorizontally),
        Alignment.CenterVertically,
    ) {
        Icon(glyph, colour = colour)
        Text(text, color = colour, softWrap = false, style = MaterialTheme.typography.labelLarge)
    }
}

/** Letters so much larger leave no room beside each other. */
private const val LARGE = 1.15f
