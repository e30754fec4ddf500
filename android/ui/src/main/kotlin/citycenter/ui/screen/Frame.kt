package citycenter.ui.screen

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Badge
import androidx.compose.material3.BadgedBox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.NavigationBar
import androidx.compose.material3.NavigationBarItem
import androidx.compose.material3.NavigationBarItemDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import citycenter.core.Route
import citycenter.core.screen.app.AppEvent
import citycenter.core.screen.app.AppState
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.Palette
import citycenter.ui.look.say
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Icon

/** The bar below, with how much waits for the person. */
@Composable
fun Tabs(state: AppState, on: (AppEvent) -> Unit) {
    val palette = LocalPalette.current
    val density = LocalDensity.current
    // Words side by side: beyond this they would break.
    CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(if (state.tabs.size > 3) 1f else 1.2f))) {
        TabBar(state, on, palette)
    }
}

@Composable
private fun TabBar(state: AppState, on: (AppEvent) -> Unit, palette: Palette) {
    NavigationBar(containerColor = palette.surface, tonalElevation = 0.dp) {
        for (tab in state.tabs) {
            val (glyph, key) = tabOf(tab)
            val count = if (tab == Route.Mine) state.awaited else 0
            val waits = LocalWords.current.count("app_awaited", count)
            NavigationBarItem(
                selected = state.page == tab,
                onClick = { on(AppEvent.Tab(tab)) },
                icon = {
                    BadgedBox({ if (count > 0) Badge(Modifier.clearAndSetSemantics {}) { Text("$count") } }) {
                        Icon(glyph, size = 24.dp)
                    }
                },
                modifier = Modifier.semantics { if (count > 0) stateDescription = waits },
                label = { Text(say(key), textAlign = TextAlign.Center, style = MaterialTheme.typography.labelSmall) },
                colors = NavigationBarItemDefaults.colors(
                    selectedIconColor = palette.accentInk,
                    selectedTextColor = palette.accentInk,
                    indicatorColor = palette.accentSoft,
                    unselectedIconColor = palette.ink2,
                    unselectedTextColor = palette.ink2,
                ),
            )
        }
    }
}

private fun tabOf(route: Route): Pair<String, String> =
    when (route) {
        Route.Mine -> "list" to "app_tab_mine"
        Route.Round -> "route" to "app_tab_round"
        Route.Settings -> "adjustments-horizontal" to "app_tab_settings"
        else -> "map-2" to "app_tab_map"
    }

/** One sentence for whoever looks; it stays until it is put away. */
@Composable
fun Told(notice: String?, modifier: Modifier = Modifier, onClose: () -> Unit) {
    if (notice == null) return
    val palette = LocalPalette.current
    Row(
        Modifier.fillMaxWidth().background(palette.ink).then(modifier).heightIn(min = 56.dp).padding(start = 16.dp, end = 4.dp),
        Arrangement.spacedBy(8.dp),
        Alignment.CenterVertically,
    ) {
        Text(
            notice,
            Modifier.weight(1f).padding(vertical = 12.dp).semantics { liveRegion = LiveRegionMode.Polite },
            palette.page,
            style = MaterialTheme.typography.bodyLarge,
        )
        GlyphButton("x", say("app_close"), onClose, colour = palette.page)
    }
}
