package citycenter.ui.screen.deed

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.drawscope.withTransform
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.glyph
import citycenter.ui.look.say
import citycenter.ui.part.Heading

/** One to five stars, each with its words; the same again takes them back. */
@Composable
internal fun Stars(label: String, stars: Int?, onRate: (Int) -> Unit) {
    val palette = LocalPalette.current
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Heading(label)
        Row(Modifier.selectableGroup()) {
            for (star in 1..5) {
                val words = "${LocalWords.current.count("ask_rating_stars", star)}, ${say("app_rating_$star")}"
                Box(
                    Modifier.size(52.dp)
                        .clip(CircleShape)
                        .selectable(star == stars, role = Role.RadioButton) { onRate(star) }
                        .semantics { contentDescription = words },
                    Alignment.Center,
                ) { Star(lit = stars != null && star <= stars) }
            }
        }
        Text(
            say(if (stars == null) "app_rating_none" else "app_rating_$stars"),
            Modifier.clearAndSetSemantics {},
            palette.ink2,
            style = MaterialTheme.typography.bodyLarge,
        )
    }
}

@Composable
private fun Star(lit: Boolean) {
    val palette = LocalPalette.current
    Canvas(Modifier.size(36.dp)) {
        val scale = size.minDimension / 24f
        withTransform({ scale(scale, scale, Offset.Zero) }) {
            if (lit) for (path in Glyphs.of("star")) drawPath(path, palette.lamp)
            glyph("star", if (lit) palette.ink else palette.lineStrong, width = 1.6f)
        }
    }
}
