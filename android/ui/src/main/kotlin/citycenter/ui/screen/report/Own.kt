package citycenter.ui.screen.report

import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import citycenter.core.screen.report.Doing
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.OwnCase
import citycenter.mobilecore.OwnChoice
import citycenter.ui.look.LocalPalette
import citycenter.ui.part.Heading
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.SideButton

/** What is awaited of the author, and what they may do. What is awaited stands out. */
@Composable
internal fun Own(own: OwnCase, on: (Doing) -> Unit) {
    val palette = LocalPalette.current
    val awaited = own.question != null || own.choices.any { it.kind.moves("confirmed") }
    val shape = MaterialTheme.shapes.large
    val ground = if (awaited || own.choices.any { it.kind.moves("disputed") }) {
        Modifier.background(palette.lampSoft, shape)
    } else {
        Modifier.background(palette.surface, shape).border(1.dp, palette.line, shape)
    }
    Column(Modifier.fillMaxWidth().then(ground).padding(16.dp), Arrangement.spacedBy(8.dp)) {
        Heading(own.title)
        Text(own.text, color = palette.ink, style = MaterialTheme.typography.bodyLarge)
        own.question?.let { Quote(it) }
        own.choices.forEachIndexed { index, choice ->
            val open = { on(Doing.Open(choice.kind)) }
            when {
                awaited && index == 0 -> MainButton(choice.button, open, glyph = glyph(choice))
                choice.kind.moves("withdrawn") -> LinkButton(choice.button, open)
                else -> SideButton(choice.button, open, glyph = glyph(choice))
            }
        }
    }
}

private fun DeedKind.moves(to: String) = this == DeedKind.Move(to)

private fun glyph(choice: OwnChoice): String =
    when {
        choice.kind.moves("confirmed") -> "check"
        choice.kind.moves("disputed") -> "rotate-clockwise"
        else -> "message"
    }
