package citycenter.ui.part

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say

/** Something that is on or off; the whole row is pressed. */
@Composable
fun SwitchRow(title: String, text: String?, on: Boolean, onChange: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().heightIn(min = 56.dp).toggleable(on, role = Role.Switch, onValueChange = onChange),
        Arrangement.spacedBy(16.dp),
        Alignment.CenterVertically,
    ) {
        Titles(title, text, Modifier.weight(1f))
        Switch(on, onCheckedChange = null)
    }
}

/** One of several, each a row. */
@Composable
fun RadioRow(title: String, chosen: Boolean, onPress: () -> Unit, text: String? = null) {
    Row(
        Modifier.fillMaxWidth().heightIn(min = 52.dp).selectable(chosen, role = Role.RadioButton, onClick = onPress),
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        RadioButton(chosen, onClick = null)
        Titles(title, text, Modifier.weight(1f))
    }
}

@Composable
private fun Titles(title: String, text: String?, modifier: Modifier) {
    Column(modifier.padding(vertical = 8.dp)) {
        Text(title, style = MaterialTheme.typography.bodyLarge, color = LocalPalette.current.ink)
        if (text != null) Text(text, style = MaterialTheme.typography.bodyMedium, color = LocalPalette.current.ink2)
    }
}

/** Asks before something that cannot be taken back. The button says what is done. */
@Composable
fun Question(title: String, text: String, button: String, onYes: () -> Unit, onNo: () -> Unit) {
    val palette = LocalPalette.current
    AlertDialog(
        onDismissRequest = onNo,
        confirmButton = { LinkButton(button, onYes, colour = palette.of(Shape.DANGER).ink) },
        dismissButton = { LinkButton(say("app_no"), onNo) },
        title = { Text(title, style = MaterialTheme.typography.titleLarge) },
        text = { Text(text, style = MaterialTheme.typography.bodyLarge) },
        containerColor = palette.surface,
        titleContentColor = palette.ink,
        textContentColor = palette.ink2,
    )
}
