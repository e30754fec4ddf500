package citycenter.ui.screen

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxScope
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import citycenter.core.Camera
import citycenter.core.Whereabouts
import citycenter.core.screen.wizard.PlacePart
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.FoundKind
import citycenter.mobilecore.FoundPlace
import citycenter.mobilecore.HintKind
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapScene
import citycenter.ui.part.Field
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Icon
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.SideButton

/** Where it is: by a name, by the map, by a photo or the phone itself. */
@Composable
internal fun PlacePage(title: String, state: WizardState, on: (WizardEvent) -> Unit) {
    val place = state.place
    BigColumn(title) {
        Field(
            say("place_search_label"), place.query, { on(WizardEvent.FindPlace(it)) },
            hint = say("place_search_example"), wrong = place.trouble,
        )
        if (place.found.isNotEmpty()) Found(place.found) { on(WizardEvent.UsePlace(it)) }
        place.camera?.let { GroundMap(it, place, on) }
        state.wrong["place"]?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
        Lost(place, on)
        state.step?.hints?.find { it.kind == HintKind.OUTSIDE }
            ?.let { Notice(it.text, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
        place.note?.let { Notice(it, glyph = "current-location") }
        if (place.ofPhoto != null) {
            SideButton(say("screen_wizard_place_of_photo"), { on(WizardEvent.UsePhotoPlace) }, glyph = "map-pin")
        }
        Field(
            "${say("screen_wizard_address")} (${say("common_optional")})",
            place.address,
            { on(WizardEvent.Address(it)) },
            hint = say("screen_wizard_address_example"), wrong = state.wrong["address"],
        )
        state.step?.district?.let { Small("map-2", it) }
    }
}

/** The phone does not say where it is: why, and what to do. */
@Composable
private fun Lost(place: PlacePart, on: (WizardEvent) -> Unit) {
    val palette = LocalPalette.current
    when (place.lost) {
        Whereabouts.Denied ->
            Notice(say("app_wizard_where_denied"), kind = NoticeKind.LOOK, glyph = "current-location-off") {
                SideButton(
                    say("app_wizard_permissions"),
                    { on(WizardEvent.Permissions) },
                    glyph = "adjustments-horizontal",
                )
            }
        Whereabouts.Off -> Notice(say("app_wizard_where_off"), kind = NoticeKind.LOOK, glyph = "current-location-off")
        Whereabouts.Unknown -> Notice(say("map_lost"), kind = NoticeKind.LOOK, glyph = "current-location-off")
        is Whereabouts.Here, null -> if (place.locating) {
            Text(
                say("app_wizard_locating"),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                palette.ink2,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
    }
}

/** A map that moves under its pin. */
@Composable
private fun GroundMap(camera: Camera, place: PlacePart, on: (WizardEvent) -> Unit) {
    val palette = LocalPalette.current
    // Large letters would hide the pin.
    val isLarge = LocalDensity.current.fontScale > 1.3f
    if (isLarge) Tip(place)
    Box(
        Modifier.fillMaxWidth().height(300.dp).clip(MaterialTheme.shapes.large)
            .background(palette.sunk).border(1.dp, palette.line, MaterialTheme.shapes.large),
    ) {
        LocalMapSlot.current.Map(
            MapScene(camera),
            say("screen_wizard_map"),
            { on(WizardEvent.Moved(it.camera)) },
            { if (it is MapHit.Ground) on(WizardEvent.Moved(camera.copy(place = it.place))) },
            Modifier.fillMaxSize(),
        )
        FixedPin(isLoose = place.pin == null)
        if (!isLarge) Tip(place, Modifier.align(Alignment.TopCenter).padding(top = 34.dp))
        Surface(
            Modifier.align(Alignment.BottomEnd).padding(end = 12.dp, bottom = 32.dp),
            CircleShape, palette.surface, shadowElevation = 2.dp, border = BorderStroke(1.dp, palette.line),
        ) { GlyphButton("current-location", say("map_locate"), { on(WizardEvent.Locate) }) }
    }
}

/** What to do with the map, or that it is done. */
@Composable
private fun Tip(place: PlacePart, modifier: Modifier = Modifier) {
    val palette = LocalPalette.current
    Surface(modifier, MaterialTheme.shapes.large, palette.ink, palette.page) {
        Text(
            say(if (place.pin == null) "screen_wizard_map_tip" else "screen_wizard_place_chosen"),
            Modifier.padding(horizontal = 14.dp, vertical = 6.dp),
            style = MaterialTheme.typography.labelSmall,
        )
    }
}

/** The pin in the middle; it hovers as long as nothing was chosen. */
@Composable
private fun BoxScope.FixedPin(isLoose: Boolean) {
    val palette = LocalPalette.current
    // Its point is at 52 of 56 units: that is what stands in the middle.
    Canvas(Modifier.align(Alignment.Center).size(44.dp, 56.dp).offset(y = if (isLoose) (-32).dp else (-24).dp)) {
        val unit = size.width / 44f
        fun at(x: Float, y: Float) = Offset(x * unit, y * unit)
        drawOval(Color(0x590A191C), at(14f, 50.4f), Size(16f * unit, 5.2f * unit))
        val drop = Path().apply {
            moveTo(22f * unit, 52f * unit)
            cubicTo(12f * unit, 39f * unit, 5f * unit, 32f * unit, 5f * unit, 20f * unit)
            cubicTo(5f * unit, -2.6f * unit, 39f * unit, -2.6f * unit, 39f * unit, 20f * unit)
            cubicTo(39f * unit, 32f * unit, 32f * unit, 39f * unit, 22f * unit, 52f * unit)
            close()
        }
        drawPath(drop, palette.accent)
        drawPath(drop, palette.page, style = Stroke(2.5f * unit))
        drawCircle(palette.lamp, 6.5f * unit, at(22f, 20f))
    }
}

@Composable
private fun Found(found: List<FoundPlace>, onUse: (FoundPlace) -> Unit) {
    val palette = LocalPalette.current
    Surface(Modifier.fillMaxWidth(), MaterialTheme.shapes.medium, palette.surface, palette.ink) {
        Column(Modifier.border(1.dp, palette.line, MaterialTheme.shapes.medium)) {
            found.forEachIndexed { at, one ->
                if (at > 0) HorizontalDivider(color = palette.line)
                Row(
                    Modifier.fillMaxWidth().heightIn(min = 52.dp).clickable(role = Role.Button) { onUse(one) }.padding(
                        horizontal = 14.dp,
                        vertical = 8.dp,
                    ),
                    Arrangement.spacedBy(12.dp),
                    Alignment.CenterVertically,
                ) {
                    Icon(glyphOf(one.kind), colour = palette.accent)
                    Column(Modifier.weight(1f)) {
                        Text(one.title, style = MaterialTheme.typography.bodyLarge)
                        one.detail?.let { Text(it, color = palette.ink2, style = MaterialTheme.typography.bodyMedium) }
                    }
                }
            }
        }
    }
}

private fun glyphOf(kind: FoundKind): String =
    when (kind) {
        FoundKind.HOUSE -> "buildings"
        FoundKind.STREET -> "road"
        FoundKind.GROUND -> "trees"
        FoundKind.LOCALITY -> "building-community"
    }

/** The ink of what is dangerous. */
internal val dangerInk @Composable get() = LocalPalette.current.of(Shape.DANGER).ink
