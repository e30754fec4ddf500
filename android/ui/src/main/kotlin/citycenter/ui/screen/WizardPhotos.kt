package citycenter.ui.screen

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.core.screen.wizard.CameraTrouble
import citycenter.core.screen.wizard.Making
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.DraftPhoto
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Photo
import citycenter.ui.part.SideButton

/** Photos, the camera first. */
@Composable
internal fun PhotosPage(title: String, state: WizardState, on: (WizardEvent) -> Unit) {
    BigColumn(title) {
        val photos = state.sheet?.photos.orEmpty()
        val room = photos.size + state.photos.making.size < WizardState.PHOTOS_MAX
        val lead = state.step?.chosen?.photograph?.ifBlank { null } ?: say("app_wizard_photo_lead")
        Text(lead, style = MaterialTheme.typography.bodyLarge, color = LocalPalette.current.ink2)
        state.photos.camera?.let { CameraNotice(it, on) }
        (state.wrong["photos"] ?: state.photos.trouble)
            ?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
        if (photos.isEmpty() && state.photos.making.isEmpty()) {
            val wide = Modifier.fillMaxWidth().heightIn(min = 190.dp)
            Frame(say("screen_wizard_photo_take"), wide, 40.dp) { on(WizardEvent.TakePhoto) }
        } else {
            Taken(state.draft, photos, room, on)
        }
        for (one in state.photos.making) key(one.key) { InMaking(one, on) }
        if (room) {
            SideButton(say("app_wizard_photo_gallery"), { on(WizardEvent.PickPhotos) }, glyph = "photo")
        } else {
            Notice(say("app_wizard_photo_full"))
        }
        state.place.note?.takeIf { photos.isNotEmpty() }?.let { Notice(it, glyph = "map-pin") }
        Small("shield-check", say("screen_wizard_photo_note"))
    }
}

@Composable
private fun CameraNotice(trouble: CameraTrouble, on: (WizardEvent) -> Unit) {
    if (trouble == CameraTrouble.MISSING) {
        Notice(say("app_wizard_camera_missing"), kind = NoticeKind.LOOK, glyph = "camera-off")
    } else {
        Notice(say("app_wizard_camera_denied"), kind = NoticeKind.LOOK, glyph = "camera-off") {
            SideButton(say("app_wizard_permissions"), { on(WizardEvent.Permissions) }, glyph = "adjustments-horizontal")
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Taken(draft: String, photos: List<DraftPhoto>, room: Boolean, on: (WizardEvent) -> Unit) {
    BoxWithConstraints(Modifier.fillMaxWidth()) {
        val across = (maxWidth / 112.dp).toInt().coerceAtLeast(2)
        val wide = (maxWidth - GAP * (across - 1)) / across
        FlowRow(horizontalArrangement = Arrangement.spacedBy(GAP), verticalArrangement = Arrangement.spacedBy(GAP)) {
            photos.forEachIndexed { at, photo -> key(photo.id) { Tile(draft, photo.id, at + 1, wide, on) } }
            if (room) {
                val square = Modifier.width(wide).heightIn(min = wide)
                Frame(say("screen_wizard_photo_more"), square, 26.dp) { on(WizardEvent.TakePhoto) }
            }
        }
    }
}

@Composable
private fun Tile(draft: String, id: String, index: Int, wide: Dp, on: (WizardEvent) -> Unit) {
    val remove = say("screen_wizard_photo_remove", "index" to index)
    Box(Modifier.size(wide)) {
        Photo(PhotoRef.OfDraft(draft, id), say("screen_wizard_photo_alt", "index" to index), Modifier.fillMaxSize())
        IconButton(
            { on(WizardEvent.RemovePhoto(id)) },
            Modifier.align(Alignment.TopEnd).semantics { contentDescription = remove },
        ) {
            Box(Modifier.size(30.dp).background(LocalPalette.current.ink, CircleShape), Alignment.Center) {
                Icon("x", size = 18.dp, colour = LocalPalette.current.page)
            }
        }
    }
}

/** Where a photo could be: pressed, it opens the camera. */
@Composable
private fun Frame(text: String, modifier: Modifier, glyph: Dp, onPress: () -> Unit) {
    val palette = LocalPalette.current
    Column(
        modifier
            .clip(MaterialTheme.shapes.large)
            .drawBehind {
                val dashes = PathEffect.dashPathEffect(floatArrayOf(6.dp.toPx(), 5.dp.toPx()))
                drawRoundRect(
                    palette.lineStrong,
                    cornerRadius = CornerRadius(16.dp.toPx()),
                    style = Stroke(3.dp.toPx(), pathEffect = dashes),
                )
            }
            .clickable(role = Role.Button, onClick = onPress)
            .padding(8.dp),
        Arrangement.spacedBy(8.dp, Alignment.CenterVertically),
        Alignment.CenterHorizontally,
    ) {
        Icon("camera-plus", size = glyph, colour = palette.accent)
        Text(
            text,
            color = palette.accentInk,
            style = MaterialTheme.typography.labelMedium,
            textAlign = TextAlign.Center,
        )
    }
}

@Composable
private fun InMaking(one: Making, on: (WizardEvent) -> Unit) {
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp), Alignment.CenterVertically) {
        CircularProgressIndicator({ one.percent / 100f }, Modifier.size(24.dp), strokeWidth = 3.dp)
        Text(
            say("app_wizard_photo_making", "percent" to one.percent),
            Modifier.weight(1f),
            LocalPalette.current.ink,
            style = MaterialTheme.typography.bodyLarge,
        )
        LinkButton(say("app_wizard_photo_cancel"), { on(WizardEvent.CancelPhoto(one.key)) })
    }
}

/** A small remark with its glyph. */
@Composable
internal fun Small(glyph: String, text: String) {
    val palette = LocalPalette.current
    Row(horizontalArrangement = Arrangement.spacedBy(10.dp)) {
        Icon(glyph, colour = palette.accent)
        Text(text, Modifier.weight(1f), palette.ink2, style = MaterialTheme.typography.bodyMedium)
    }
}

private val GAP = 8.dp
