package citycenter.ui.screen

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.pulltorefresh.PullToRefreshBox
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.core.Whereabouts
import citycenter.core.screen.round.RoundEvent
import citycenter.core.screen.round.RoundState
import citycenter.mobilecore.DeskCard
import citycenter.mobilecore.PartCard
import citycenter.mobilecore.RoundOrder
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.say
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapPoint
import citycenter.ui.map.MapScene
import citycenter.ui.part.Card
import citycenter.ui.part.Choice
import citycenter.ui.part.DayRibbon
import citycenter.ui.part.Empty
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.PageFrame
import citycenter.ui.part.Status
import citycenter.ui.screen.report.glyphOf

/** The round of a crew: danger first, then what is near or what is due. The list stands below the map too. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
fun RoundScreen(state: RoundState, on: (RoundEvent) -> Unit) {
    PageFrame(
        title = say("round_title"),
        actions = { GlyphButton("refresh", say("app_refresh"), { on(RoundEvent.Refresh) }) },
    ) {
        PullToRefreshBox(state.refreshing, { on(RoundEvent.Refresh) }) {
            LazyColumn(
                Modifier.fillMaxSize(),
                contentPadding = PaddingValues(16.dp, 0.dp, 16.dp, 16.dp),
                verticalArrangement = Arrangement.spacedBy(12.dp),
            ) {
                item("ways") { Ways(state, on) }
                item("standing") { Standing(state) }
                state.trouble?.let { item("trouble") { Notice(it, kind = NoticeKind.LOOK, glyph = "plug-connected-x") } }
                nowhere(state)?.let { key -> item("here") { Nowhere(key, state.here, on) } }
                if (state.onMap && !state.isEmpty) item("map") { RoundMap(state, on) }
                if (state.loading) item("loading") { Loading() }
                if (state.isNone) {
                    item("empty") { Empty(say("round_empty_title"), say("round_empty_text"), glyph = "checks") }
                }
                for ((key, cards) in state.groups) {
                    group(key)
                    items(cards, { it.card.id }) { Stop(it) { on(RoundEvent.Open(it.card.id)) } }
                }
                parts(state.parts, on)
            }
        }
    }
}

private fun LazyListScope.group(key: String) {
    item(key) {
        Text(
            say(key),
            Modifier.padding(top = 8.dp).semantics { heading() },
            LocalPalette.current.ink2,
            style = MaterialTheme.typography.labelLarge,
        )
    }
}

private fun LazyListScope.parts(parts: List<PartCard>, on: (RoundEvent) -> Unit) {
    if (parts.isEmpty()) return
    group("app_round_parts")
    items(parts, { "part ${it.id}" }) { Part(it) { on(RoundEvent.Open(it.reportId)) } }
}

/** In which order, and as what. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Ways(state: RoundState, on: (RoundEvent) -> Unit) {
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Choice(say("desk_sort_deadline"), state.order == RoundOrder.DEADLINE, { on(RoundEvent.Order(RoundOrder.DEADLINE)) })
        Choice(say("desk_sort_nearest"), state.order == RoundOrder.NEAREST, { on(RoundEvent.Order(RoundOrder.NEAREST)) })
        Choice(say("desk_map"), state.onMap, { on(RoundEvent.OnMap(!state.onMap)) }, glyph = "map-2", one = false)
    }
}

/** How many there are, and of when this is. */
@Composable
private fun Standing(state: RoundState) {
    val count = LocalWords.current.count("round_stops", state.cards.size)
    val at = state.refreshedAt?.let { say("app_round_at", "at" to it) }
    val words = listOfNotNull(count.takeIf { state.cards.isNotEmpty() }, at).joinToString(". ")
    if (words.isNotEmpty()) Text(words, color = LocalPalette.current.ink2, style = MaterialTheme.typography.bodyMedium)
}

/** Why the nearest first cannot be told. */
private fun nowhere(state: RoundState): String? =
    when (state.here.takeIf { state.order == RoundOrder.NEAREST }) {
        is Whereabouts.Here, null -> null
        Whereabouts.Denied -> "app_round_place_denied"
        Whereabouts.Off -> "app_round_place_off"
        Whereabouts.Unknown -> "app_round_place_unknown"
    }

@Composable
private fun Nowhere(key: String, here: Whereabouts?, on: (RoundEvent) -> Unit) {
    Notice(say(key), glyph = "map-pin-off") {
        if (here == Whereabouts.Denied) LinkButton(say("app_permissions"), { on(RoundEvent.Permissions) })
    }
}

/** One case: how it stands and how far it is, what, where, by when, whose, and what was done here. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Stop(stop: DeskCard, onPress: () -> Unit) {
    val palette = LocalPalette.current
    val card = stop.card
    Card(onPress = onPress) {
        FlowRow(Modifier.fillMaxWidth(), Arrangement.SpaceBetween, itemVerticalAlignment = Alignment.CenterVertically) {
            Status(card.shape, card.statusText)
            stop.distance?.let { Text(it, color = palette.ink, style = MaterialTheme.typography.labelLarge) }
        }
        Column {
            Text(card.title, color = palette.ink, style = MaterialTheme.typography.titleSmall)
            Text(card.address ?: say("screen_map_no_address"), color = palette.ink2, style = MaterialTheme.typography.bodyMedium)
        }
        Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
            DayRibbon(card.due.ribbon, card.shape)
            Text(card.due.lead, color = palette.of(card.shape).ink, style = MaterialTheme.typography.labelMedium)
        }
        val whose = listOfNotNull(stop.assignee, stop.crew, card.supportsText).joinToString(" · ")
        if (whose.isNotEmpty()) Text(whose, color = palette.ink2, style = MaterialTheme.typography.bodyMedium)
        stop.waiting?.let { Done(it, stop.undecided) }
    }
}

/** What was done to it here and is not in the city yet. */
@Composable
private fun Done(text: String, undecided: Boolean) {
    val palette = LocalPalette.current
    if (undecided) return Notice(text, kind = NoticeKind.LOOK, glyph = "alert-triangle")
    Row(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        Icon("cloud-up", colour = palette.accentInk)
        Text(text, color = palette.accentInk, style = MaterialTheme.typography.labelMedium)
    }
}

@Composable
private fun Part(part: PartCard, onPress: () -> Unit) {
    val palette = LocalPalette.current
    Card(onPress = onPress) {
        Column {
            Text(part.task, color = palette.ink, style = MaterialTheme.typography.titleSmall)
            Text(part.title, color = palette.ink, style = MaterialTheme.typography.bodyLarge)
            part.address?.let { Text(it, color = palette.ink2, style = MaterialTheme.typography.bodyMedium) }
        }
        Text("${part.text} · ${part.owner}", color = palette.ink2, style = MaterialTheme.typography.bodyMedium)
    }
}

/** The same on a map; whatever it shows stands in the list below it. */
@Composable
private fun RoundMap(state: RoundState, on: (RoundEvent) -> Unit) {
    val points = state.cards.map { MapPoint(it.card.id, it.card.place, it.card.shape, glyphOf(state.kinds[it.card.title])) }
    val here = (state.here as? Whereabouts.Here)?.place
    val camera = state.camera ?: return
    LocalMapSlot.current.Map(
        MapScene(camera, points = points, here = here),
        say("app_round_map"),
        onMove = {},
        onPress = { hit -> if (hit is MapHit.Point) on(RoundEvent.Open(hit.id)) },
        Modifier.fillMaxWidth().height(320.dp).clip(MaterialTheme.shapes.large),
    )
}
