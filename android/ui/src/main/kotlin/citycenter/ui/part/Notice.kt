package citycenter.ui.part

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette

/** What kind of thing is to know. */
enum class NoticeKind { CALM, LOOK, DANGER }

/** Something to know, said where it matters; screen readers hear it when it appears, if it is [live]. */
@Composable
fun Notice(
    text: String,
    modifier: Modifier = Modifier,
    kind: NoticeKind = NoticeKind.CALM,
    glyph: String = "info-circle",
    live: Boolean = true,
    more: (@Composable ColumnScope.() -> Unit)? = null,
) {
    val palette = LocalPalette.current
    val danger = palette.of(Shape.DANGER)
    val (ground, ink) = when (kind) {
        NoticeKind.CALM -> palette.accentSoft to palette.accentInk
        NoticeKind.LOOK -> palette.lampSoft to palette.ink
        NoticeKind.DANGER -> danger.soft to danger.ink
    }
    Row(
        modifier.fillMaxWidth().background(ground, MaterialTheme.shapes.small).padding(14.dp),
        Arrangement.spacedBy(12.dp),
        if (more == null) Alignment.CenterVertically else Alignment.Top,
    ) {
        Icon(glyph, Modifier.padding(top = if (more == null) 0.dp else 2.dp), colour = ink)
        Column(Modifier.weight(1f), Arrangement.spacedBy(8.dp)) {
            Text(
                text,
                if (live) Modifier.semantics { liveRegion = LiveRegionMode.Polite } else Modifier,
                color = if (kind == NoticeKind.LOOK) palette.ink else ink,
                style = MaterialTheme.typography.bodyLarge,
            )
            more?.invoke(this)
        }
    }
}

/** Nothing is here, or nothing came: what happened, what is safe, what to do. */
@Composable
fun Empty(title: String, text: String, modifier: Modifier = Modifier, glyph: String = "map-search", more: @Composable ColumnScope.() -> Unit = {}) {
    val palette = LocalPalette.current
    Column(
        modifier.fillMaxWidth().padding(horizontal = 16.dp, vertical = 32.dp),
        Arrangement.spacedBy(10.dp),
        Alignment.CenterHorizontally,
    ) {
        Icon(glyph, size = 40.dp, colour = palette.ink3)
        Words(title, MaterialTheme.typography.titleMedium, palette.ink, Modifier.semantics { heading() })
        Words(text, MaterialTheme.typography.bodyLarge, palette.ink2)
        more()
    }
}

@Composable
private fun Words(text: String, style: androidx.compose.ui.text.TextStyle, colour: Color, modifier: Modifier = Modifier) {
    Text(text, modifier, colour, style = style, textAlign = androidx.compose.ui.text.style.TextAlign.Center)
}

/** A heading within a page. */
@Composable
fun Heading(text: String, modifier: Modifier = Modifier) {
    Text(
        text,
        modifier.semantics { heading() },
        style = MaterialTheme.typography.titleMedium,
        color = LocalPalette.current.ink,
    )
}
