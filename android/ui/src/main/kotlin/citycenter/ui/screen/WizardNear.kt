package citycenter.ui.screen

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.unit.dp
import citycenter.core.Camera
import citycenter.core.PhotoRef
import citycenter.core.screen.wizard.NearPart
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.NearbyCard
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.say
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.map.MapPoint
import citycenter.ui.map.MapScene
import citycenter.ui.part.Card
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Photo
import citycenter.ui.part.SideButton
import citycenter.ui.part.Status

/** Is it one of these? Whoever has another one goes on. */
@Composable
internal fun NearPage(state: WizardState, on: (WizardEvent) -> Unit) {
    val near = state.near ?: return
    BigColumn(say("app_wizard_near_title")) {
        Danger(state, on)
        Text(say("near_text"), style = MaterialTheme.typography.bodyLarge, color = LocalPalette.current.ink2)
        near.list.keptText?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "plug-connected-x") }
        Around(state, near)
        for (report in near.list.reports) key(report.id) { NearCard(report, near, on) }
    }
}

@Composable
private fun Around(state: WizardState, near: NearPart) {
    val pin = state.place.pin ?: return
    val points = near.list.reports.map { MapPoint(it.id, it.place, it.shape, "map-pin") }
    val own = MapPoint("", pin, Shape.NEW, "plus")
    Box(Modifier.fillMaxWidth().height(160.dp).clip(MaterialTheme.shapes.large)) {
        LocalMapSlot.current.Map(
            MapScene(Camera(pin, zoom = 16.5), points = points, selected = own, moves = false),
            near.list.countText.orEmpty(),
            onMove = {},
            onPress = {},
            Modifier.fillMaxSize(),
        )
    }
}

@Composable
private fun NearCard(report: NearbyCard, near: NearPart, on: (WizardEvent) -> Unit) {
    val palette = LocalPalette.current
    Card {
        Row(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
            Photo(
                report.photo?.let { PhotoRef.OfReport(report.id, it, PhotoSize.SMALL) },
                description = null,
                Modifier.size(72.dp),
            )
            Column(Modifier.weight(1f), Arrangement.spacedBy(4.dp)) {
                Text(report.title, style = MaterialTheme.typography.titleSmall, color = palette.ink)
                val where = listOfNotNull(report.address, report.distanceText).joinToString(" · ")
                Text(where, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
                Status(report.shape, report.statusText)
                if (report.supports > 0u) {
                    val others = LocalWords.current.count("support_count", report.supports.toInt())
                    Text(others, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
                }
            }
        }
        when {
            report.id in near.own -> Text(say("near_own"), style = MaterialTheme.typography.titleSmall)
            near.joined == report.id -> Notice(say("near_joined"), glyph = "check")
            report.open && near.joined == null ->
                SideButton(say("app_wizard_near_support"), { on(WizardEvent.Support(report.id)) }, glyph = "user-check")
        }
    }
}

@Composable
internal fun NearButtons(near: NearPart, on: (WizardEvent) -> Unit) {
    val joined = near.list.reports.find { it.id == near.joined }
    if (joined == null) {
        MainButton(say("near_another"), { on(WizardEvent.Another) })
    } else {
        MainButton(say("near_leave", "number" to joined.number), { on(WizardEvent.Follow(joined.id)) }, glyph = "eye")
        LinkButton(say("near_another"), { on(WizardEvent.Another) })
    }
}
