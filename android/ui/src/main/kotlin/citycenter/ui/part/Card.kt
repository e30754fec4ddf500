package citycenter.ui.part

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.background
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette

/** A card: pressed as a whole, or not at all. */
@Composable
fun Card(modifier: Modifier = Modifier, onPress: (() -> Unit)? = null, content: @Composable ColumnScope.() -> Unit) {
    val palette = LocalPalette.current
    val inside: @Composable () -> Unit = {
        Column(Modifier.padding(14.dp), Arrangement.spacedBy(10.dp), content = content)
    }
    val shape = MaterialTheme.shapes.large
    val edge = BorderStroke(1.dp, palette.line)
    if (onPress == null) {
        Surface(modifier.fillMaxWidth(), shape, palette.surface, palette.ink, border = edge, content = inside)
    } else {
        Surface(onPress, modifier.fillMaxWidth(), shape = shape, color = palette.surface, contentColor = palette.ink, border = edge, content = inside)
    }
}

/** How a report stands: its badge and the words. */
@Composable
fun Status(shape: Shape, text: String, modifier: Modifier = Modifier) {
    val colours = LocalPalette.current.of(shape)
    Row(
        modifier.background(colours.soft, MaterialTheme.shapes.extraLarge).padding(start = 6.dp, top = 4.dp, end = 12.dp, bottom = 4.dp),
        Arrangement.spacedBy(6.dp),
        Alignment.CenterVertically,
    ) {
        Badge(shape)
        Text(text, color = colours.ink, style = MaterialTheme.typography.labelSmall)
    }
}

/** A report in a list, the same wherever it stands: what, where, how it stands, by when. */
@Composable
fun ReportLine(
    title: String,
    address: String?,
    shape: Shape?,
    status: String,
    due: String?,
    photo: PhotoRef?,
    glyph: String,
    modifier: Modifier = Modifier,
    onPress: () -> Unit,
    more: @Composable ColumnScope.() -> Unit = {},
) {
    val palette = LocalPalette.current
    Card(modifier, onPress) {
        Row(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
            Photo(photo, description = null, Modifier.size(72.dp), glyph)
            Column(Modifier.weight(1f), Arrangement.spacedBy(4.dp)) {
                Text(title, style = MaterialTheme.typography.titleSmall, color = palette.ink)
                if (address != null) Text(address, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
                if (shape != null) Status(shape, status) else Text(status, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
                if (due != null) Text(due, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
            }
        }
        more()
    }
}
