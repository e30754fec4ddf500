package citycenter.ui.part

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say

/**
 * A page: its title, the way back if there is one, what it shows, and the one button of the page below.
 * What it shows scrolls; what stands in [below] stays in sight.
 */
@Composable
fun Page(
    title: String,
    back: (() -> Unit)? = null,
    actions: @Composable RowScope.() -> Unit = {},
    below: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    PageFrame(title, back, actions, below) {
        Box(Modifier.fillMaxSize().verticalScroll(rememberScrollState()), Alignment.TopCenter) {
            Column(
                Modifier.widthIn(max = READABLE).fillMaxWidth().padding(horizontal = 16.dp, vertical = 12.dp),
                Arrangement.spacedBy(16.dp),
                content = content,
            )
        }
    }
}

/** The same around something that scrolls by itself, or not at all. */
@Composable
fun PageFrame(
    title: String,
    back: (() -> Unit)? = null,
    actions: @Composable RowScope.() -> Unit = {},
    below: (@Composable ColumnScope.() -> Unit)? = null,
    content: @Composable () -> Unit,
) {
    val palette = LocalPalette.current
    Column(Modifier.fillMaxSize().background(palette.page).windowInsetsPadding(WindowInsets.safeDrawing).imePadding().semantics { paneTitle = title }) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = 56.dp).padding(start = if (back == null) 16.dp else 4.dp, end = 4.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            if (back != null) GlyphButton("arrow-left", say("app_back"), back)
            Text(
                title,
                Modifier.weight(1f).padding(vertical = 8.dp).semantics { heading() },
                style = MaterialTheme.typography.titleLarge,
                color = palette.ink,
            )
            actions()
        }
        Box(Modifier.weight(1f).fillMaxWidth()) { content() }
        if (below != null) {
            HorizontalDivider(color = palette.line)
            Box(Modifier.fillMaxWidth().background(palette.surface), Alignment.Center) {
                Column(
                    Modifier.widthIn(max = READABLE).fillMaxWidth().padding(horizontal = 16.dp, vertical = 12.dp),
                    Arrangement.spacedBy(8.dp),
                    content = below,
                )
            }
        }
    }
}

/** A button that is a glyph; [label] says what it does. */
@Composable
fun GlyphButton(
    glyph: String,
    label: String,
    onPress: () -> Unit,
    modifier: Modifier = Modifier,
    colour: Color = LocalPalette.current.accent,
) {
    IconButton(onPress, modifier.semantics { contentDescription = label }) {
        Icon(glyph, size = 24.dp, colour = colour)
    }
}

/** Lines do not grow longer than can be read. */
private val READABLE = 640.dp
