package citycenter.ui.screen.report

import androidx.compose.foundation.border
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.unit.dp
import citycenter.core.Camera
import citycenter.core.Kind
import citycenter.mobilecore.ReportScreen
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.map.MapPoint
import citycenter.ui.map.MapScene

/** The place of a report, to look at. */
@Composable
internal fun PlaceMap(report: ReportScreen, kind: Kind?) {
    val point = remember(report.place, report.shape, kind) {
        MapPoint(report.id, report.place, report.shape, glyphOf(kind))
    }
    val scene = MapScene(Camera(report.place, NEAR), selected = point, moves = false)
    val description = "${say("screen_report_map")}. ${report.address.orEmpty()}"
    val round = MaterialTheme.shapes.large
    LocalMapSlot.current.Map(
        scene, description, onMove = {}, onPress = {},
        Modifier.fillMaxWidth().height(200.dp).clip(round).border(1.dp, LocalPalette.current.line, round),
    )
}

/** The glyph of a kind of thing; a pin for one that the phone has not heard of. */
internal fun glyphOf(kind: Kind?): String = kind?.let { Glyphs.ofType(it.type, it.category) } ?: "map-pin"

private const val NEAR = 16.0
