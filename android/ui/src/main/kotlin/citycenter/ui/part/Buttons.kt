package citycenter.ui.part

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.FilterChip
import androidx.compose.material3.FilterChipDefaults
import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say

/** The one filled button of a page. While [busy] it says so and does nothing. */
@Composable
fun MainButton(
    text: String,
    onPress: () -> Unit,
    modifier: Modifier = Modifier.fillMaxWidth(),
    glyph: String? = null,
    enabled: Boolean = true,
    busy: Boolean = false,
) {
    val waits = say("app_wait")
    Button(
        onPress,
        modifier.heightIn(min = 52.dp).semantics { if (busy) stateDescription = waits },
        enabled = enabled && !busy,
        shape = MaterialTheme.shapes.small,
        contentPadding = PADDING,
    ) { Label(text, glyph, busy) }
}

/** Another way, with an outline. [said] is what screen readers hear, where several buttons have the same words. */
@Composable
fun SideButton(
    text: String,
    onPress: () -> Unit,
    modifier: Modifier = Modifier.fillMaxWidth(),
    glyph: String? = null,
    enabled: Boolean = true,
    said: String? = null,
) {
    OutlinedButton(
        onPress,
        modifier.heightIn(min = 48.dp).called(said),
        enabled = enabled,
        shape = MaterialTheme.shapes.small,
        border = BorderStroke(1.5.dp, LocalPalette.current.lineStrong),
        contentPadding = PADDING,
    ) { Label(text, glyph, busy = false) }
}

/** Words that are pressed. */
@Composable
fun LinkButton(
    text: String,
    onPress: () -> Unit,
    modifier: Modifier = Modifier,
    glyph: String? = null,
    enabled: Boolean = true,
    colour: Color = LocalPalette.current.accentInk,
    said: String? = null,
) {
    val colours = ButtonDefaults.textButtonColors(contentColor = colour)
    val shape = MaterialTheme.shapes.small
    TextButton(onPress, modifier.heightIn(min = 48.dp).called(said), enabled, shape, colours, contentPadding = PaddingValues(6.dp)) {
        Label(text, glyph, busy = false)
    }
}

/** Something to choose: [one] of several, or by itself. */
@Composable
fun Choice(
    text: String,
    chosen: Boolean,
    onPress: () -> Unit,
    modifier: Modifier = Modifier,
    glyph: String? = null,
    one: Boolean = true,
) {
    val palette = LocalPalette.current
    FilterChip(
        chosen,
        onPress,
        { Text(text, Modifier.padding(vertical = 6.dp)) },
        modifier.heightIn(min = 48.dp).semantics { if (one) role = Role.RadioButton },
        leadingIcon = glyph?.let { { Icon(it, size = 18.dp) } },
        shape = MaterialTheme.shapes.extraLarge,
        colors = FilterChipDefaults.filterChipColors(
            containerColor = palette.surface,
            labelColor = palette.ink,
            iconColor = palette.ink2,
            selectedContainerColor = palette.accentSoft,
            selectedLabelColor = palette.accentInk,
            selectedLeadingIconColor = palette.accentInk,
        ),
        border = BorderStroke(1.5.dp, if (chosen) palette.accent else palette.line),
    )
}

private fun Modifier.called(said: String?): Modifier = if (said == null) this else semantics { contentDescription = said }

private val PADDING = PaddingValues(horizontal = 18.dp, vertical = 12.dp)

@Composable
private fun RowScope.Label(text: String, glyph: String?, busy: Boolean) {
    if (busy) {
        CircularProgressIndicator(Modifier.padding(end = 10.dp).heightIn(max = 20.dp), LocalContentColor.current, 2.dp)
    } else if (glyph != null) {
        // A glyph grows with the words that it stands beside.
        Icon(glyph, Modifier.padding(end = 10.dp), with(LocalDensity.current) { 20.sp.toDp() })
    }
    Text(text, Modifier.weight(1f, fill = false), style = MaterialTheme.typography.labelLarge, textAlign = if (glyph == null) TextAlign.Center else TextAlign.Start)
}

