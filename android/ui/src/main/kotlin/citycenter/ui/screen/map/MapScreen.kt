package citycenter.ui.screen.map

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.WindowInsetsSides
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.only
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.isTraversalGroup
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.traversalIndex
import androidx.compose.ui.unit.Constraints
import androidx.compose.ui.unit.dp
import citycenter.core.Whereabouts
import citycenter.core.screen.map.MapEvent
import citycenter.core.screen.map.MapState
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapPoint
import citycenter.ui.map.MapScene
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import kotlin.math.roundToInt

/** The city's reports, on a map and in a list alike; whoever does not see the map misses nothing. */
@Composable
fun MapScreen(state: MapState, on: (MapEvent) -> Unit) {
    val palette = LocalPalette.current
    val above = WindowInsets.safeDrawing.only(WindowInsetsSides.Top + WindowInsetsSides.Horizontal)
    Column(
        Modifier.fillMaxSize().background(palette.surface).windowInsetsPadding(above).semantics { isTraversalGroup = true },
    ) {
        SearchRow(state, on, Modifier.comes(0f))
        Categories(state, on, Modifier.comes(1f))
        HorizontalDivider(color = palette.line)
        Box(Modifier.weight(1f).fillMaxWidth().comes(3f)) {
            when {
                state.search.text.isNotBlank() -> FoundList(state.search, on)
                state.asList -> ReportList(state, on)
                else -> MapWithCard(state, on)
            }
        }
        HorizontalDivider(color = palette.line)
        // Read before what it switches, though it stands below.
        Below(state, on)
    }
    if (state.filtering) FilterSheet(state, on)
}

@Composable
private fun MapWithCard(state: MapState, on: (MapEvent) -> Unit) {
    val map = @Composable {
        Box {
            CityMap(state, on)
            MapNotices(state, on, Modifier.align(Alignment.BottomCenter))
        }
    }
    val shape = RoundedCornerShape(topStart = CORNER, topEnd = CORNER)
    val card = @Composable {
        state.chosen?.let { chosen ->
            Surface(Modifier.fillMaxWidth(), shape, LocalPalette.current.raised, shadowElevation = 6.dp) { ChosenCard(chosen, on) }
        }
        Unit
    }
    // The map ends where the card begins, and looks out beside its round corners.
    Layout(listOf(map, card), Modifier.fillMaxSize()) { (maps, cards), room ->
        val loose = room.copy(minHeight = 0, maxHeight = (room.maxHeight * CARD_PART).roundToInt())
        val below = cards.firstOrNull()?.measure(loose)
        val corner = if (below == null) 0 else CORNER.roundToPx()
        val top = room.maxHeight - (below?.height ?: 0)
        val above = maps.first().measure(Constraints.fixed(room.maxWidth, top + corner))
        layout(room.maxWidth, room.maxHeight) {
            above.place(0, 0)
            below?.place(0, top)
        }
    }
}

@Composable
private fun CityMap(state: MapState, on: (MapEvent) -> Unit) {
    val camera = state.camera
    if (camera != null) {
        val scene = MapScene(
            camera,
            state.filter,
            selected = state.chosen?.pin?.run { MapPoint(id, place, shape, Glyphs.ofType(type, category)) },
            here = (state.here as? Whereabouts.Here)?.place,
        )
        val press = { hit: MapHit ->
            when (hit) {
                is MapHit.Report -> on(MapEvent.Choose(hit.pin))
                is MapHit.Cluster -> on(MapEvent.Near(hit.near))
                is MapHit.Ground, is MapHit.Point -> on(MapEvent.Unchoose)
            }
        }
        val description = "${say("screen_map_label")}. ${say("app_map_keys")}"
        LocalMapSlot.current.Map(scene, description, { on(MapEvent.Moved(it.camera, it.bounds)) }, press, Modifier.fillMaxSize())
    }
    // Below the words of whose map it is, where large letters need the whole line.
    val above = if (LocalDensity.current.fontScale > LARGE) 36.dp else 12.dp
    Box(Modifier.fillMaxSize().padding(top = above, end = 12.dp), Alignment.TopEnd) {
        Surface(shape = RoundedCornerShape(10.dp), color = LocalPalette.current.raised, shadowElevation = 3.dp) {
            GlyphButton("current-location", say("map_locate"), { on(MapEvent.Locate) })
        }
    }
    if (state.listing.busy || state.locating) {
        LinearProgressIndicator(Modifier.fillMaxWidth().clearAndSetSemantics {}, LocalPalette.current.accent, LocalPalette.current.sunk)
    }
}

/** What hinders, said over the map: nobody knows where the phone is, there is no network. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun MapNotices(state: MapState, on: (MapEvent) -> Unit, modifier: Modifier) {
    Column(modifier.verticalScroll(rememberScrollState()).padding(12.dp)) {
        val lost = when (state.here) {
            Whereabouts.Denied -> "app_map_refused"
            Whereabouts.Off -> "app_map_off"
            Whereabouts.Unknown -> "map_lost"
            is Whereabouts.Here, null -> null
        }
        val trouble = state.listing.trouble
        val kept = state.listing.kept
        if (lost != null) {
            Notice(say(lost), kind = NoticeKind.LOOK, glyph = "map-pin-off") {
                FlowRow {
                    if (state.here == Whereabouts.Denied) LinkButton(say("app_map_permissions"), { on(MapEvent.OpenPermissions) })
                    LinkButton(say("common_close"), { on(MapEvent.Understood) })
                }
            }
        } else if (trouble != null) {
            Notice(trouble, kind = NoticeKind.LOOK, glyph = "wifi-off") { LinkButton(say("action_retry"), { on(MapEvent.Again) }) }
        } else if (kept != null) {
            Notice(kept, kind = NoticeKind.LOOK, glyph = "wifi-off")
        }
    }
}

/** When a screen reader comes to it. */
internal fun Modifier.comes(index: Float): Modifier = semantics {
    isTraversalGroup = true
    traversalIndex = index
}

/** How much of the place of the map a card may take. */
private const val CARD_PART = 0.75f
private val CORNER = 24.dp

/** Letters so much larger leave no room beside each other. */
internal const val LARGE = 1.15f
