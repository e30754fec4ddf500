package citycenter.ui.screen.map

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.pulltorefresh.PullToRefreshBox
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.core.screen.map.Listing
import citycenter.core.screen.map.MapEvent
import citycenter.core.screen.map.MapState
import citycenter.core.screen.map.TypeOf
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.ReportCard
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.say
import citycenter.ui.part.Empty
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.ReportLine
import citycenter.ui.part.SideButton

/** What the map shows, in words: the same reports by the same filters, the newest first. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
internal fun ReportList(state: MapState, on: (MapEvent) -> Unit) {
    val listing = state.listing
    PullToRefreshBox(listing.busy, { on(MapEvent.Again) }, Modifier.fillMaxSize().background(LocalPalette.current.page)) {
        LazyColumn(
            Modifier.fillMaxSize(),
            contentPadding = PaddingValues(horizontal = 12.dp, vertical = 10.dp),
            verticalArrangement = Arrangement.spacedBy(10.dp),
        ) {
            if (listing.reports?.isEmpty() != true) item("head") { Head(listing) }
            listing.kept?.let { kept -> item("kept") { Notice(kept, kind = NoticeKind.LOOK, glyph = "wifi-off") } }
            listing.trouble?.let { trouble ->
                item("trouble") {
                    Notice(trouble, kind = NoticeKind.LOOK, glyph = "wifi-off") { LinkButton(say("action_retry"), { on(MapEvent.Again) }) }
                }
            }
            items(listing.reports.orEmpty(), key = ReportCard::id) { Line(it, state.types[it.title], on) }
            if (listing.reports?.isEmpty() == true && listing.trouble == null) item("empty") { Quiet(state.narrowing > 0, on) }
            if (listing.next != null) {
                item("more") { SideButton(say("action_more"), { on(MapEvent.More) }, enabled = !listing.busy) }
            }
        }
    }
}

/** How many there are, as far as it is known: those of the pages that came. */
@Composable
private fun Head(listing: Listing) {
    val many = listing.reports?.size
    val words = when {
        many == null -> say("screen_map_list")
        listing.next == null -> LocalWords.current.count("screen_map_here", many)
        else -> LocalWords.current.count("app_map_newest", many)
    }
    Text(
        words,
        Modifier.padding(vertical = 2.dp).semantics {
            heading()
            liveRegion = LiveRegionMode.Polite
        },
        LocalPalette.current.ink,
        style = MaterialTheme.typography.titleMedium,
    )
}

@Composable
private fun Line(report: ReportCard, type: TypeOf?, on: (MapEvent) -> Unit) {
    ReportLine(
        report.title,
        report.address ?: say("screen_map_no_address"),
        report.shape,
        report.statusText,
        report.due.lead,
        report.photo?.let { PhotoRef.OfReport(report.id, it, PhotoSize.SMALL) },
        Glyphs.ofType(type?.type.orEmpty(), type?.category.orEmpty()),
        Modifier.fillMaxWidth(),
        { on(MapEvent.Open(report.id)) },
    )
}

@Composable
private fun Quiet(narrowed: Boolean, on: (MapEvent) -> Unit) {
    val name = if (narrowed) "filter_empty" else "screen_map_empty"
    Empty(say("${name}_title"), say("${name}_text")) {
        if (narrowed) SideButton(say("filter_reset"), { on(MapEvent.Reset) })
        SideButton(say("action_whole_city"), { on(MapEvent.WholeCity) })
    }
}
