package citycenter.ui.part

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette

/**
 * A field with its name above it. It shows what is typed at once and tells it; [value] counts again when it
 * becomes something else than what was told last. [wrong] says what is wrong with it.
 */
@Composable
fun Field(
    label: String,
    value: String,
    onChange: (String) -> Unit,
    modifier: Modifier = Modifier,
    hint: String? = null,
    wrong: String? = null,
    lines: Int = 1,
    secret: Boolean = false,
    keyboard: KeyboardType = KeyboardType.Text,
    onDone: (() -> Unit)? = null,
) {
    val palette = LocalPalette.current
    // A secret is not kept with what the system keeps of a screen.
    var typed by if (secret) remember { mutableStateOf(value) } else rememberSaveable { mutableStateOf(value) }
    var told by if (secret) remember { mutableStateOf(value) } else rememberSaveable { mutableStateOf(value) }
    LaunchedEffect(value) {
        if (value != told) {
            typed = value
            told = value
        }
    }
    Column(modifier) {
        // The field says it itself.
        Text(label, Modifier.padding(bottom = 6.dp).clearAndSetSemantics {}, palette.ink, style = MaterialTheme.typography.labelMedium)
        OutlinedTextField(
            typed,
            { text ->
                typed = text
                told = text
                onChange(text)
            },
            Modifier.fillMaxWidth().semantics {
                contentDescription = label
                wrong?.let(::error)
            },
            textStyle = MaterialTheme.typography.bodyLarge,
            placeholder = hint?.let { { Text(it, color = palette.ink3, maxLines = 1, overflow = TextOverflow.Ellipsis) } },
            isError = wrong != null,
            visualTransformation = if (secret) PasswordVisualTransformation() else VisualTransformation.None,
            keyboardOptions = KeyboardOptions(
                keyboardType = if (secret) KeyboardType.Password else keyboard,
                imeAction = when {
                    lines > 1 -> ImeAction.Default
                    onDone != null -> ImeAction.Done
                    else -> ImeAction.Next
                },
            ),
            keyboardActions = onDone?.let { done -> KeyboardActions(onAny = { done() }) } ?: KeyboardActions.Default,
            singleLine = lines == 1,
            minLines = lines,
            shape = MaterialTheme.shapes.small,
            colors = OutlinedTextFieldDefaults.colors(
                unfocusedContainerColor = palette.surface,
                focusedContainerColor = palette.surface,
                errorContainerColor = palette.surface,
                unfocusedBorderColor = palette.lineStrong,
            ),
        )
        if (wrong != null) {
            Text(
                wrong,
                Modifier.padding(top = 6.dp).semantics { liveRegion = LiveRegionMode.Polite },
                palette.of(Shape.DANGER).ink,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
    }
}
