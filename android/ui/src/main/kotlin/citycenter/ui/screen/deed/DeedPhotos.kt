package citycenter.ui.screen.deed

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.background
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.core.screen.deed.DeedEvent
import citycenter.core.screen.deed.DeedState
import citycenter.mobilecore.DeedFieldKind
import citycenter.mobilecore.DeedScreen
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Heading
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Photo

/** Photos of what was done: the camera first. */
@Composable
internal fun DeedPhotos(label: String, form: DeedScreen, state: DeedState, on: (DeedEvent) -> Unit) {
    Column(verticalArrangement = Arrangement.spacedBy(10.dp)) {
        Heading(label)
        for (row in form.photos.map { it.id }.chunked(2)) {
            Row(Modifier.height(IntrinsicSize.Max), Arrangement.spacedBy(8.dp)) {
                for (photo in row) {
                    Taken(form, photo, form.photos.indexOfFirst { it.id == photo } + 1, Modifier.weight(1f), on)
                }
                if (row.size == 1) Box(Modifier.weight(1f)) { if (state.adding == null) Camera(again = true, on, Modifier.fillMaxHeight()) }
            }
        }
        if (form.photos.size % 2 == 0 && state.adding == null) Camera(again = form.photos.isNotEmpty(), on)
        state.adding?.let { Adding(it, on) }
        state.wrong(DeedFieldKind.PHOTOS)?.let {
            Text(
                say("ask_photos_missing"),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                LocalPalette.current.of(Shape.DANGER).ink,
                style = MaterialTheme.typography.bodyMedium,
            )
        }
        state.photoTrouble?.let { trouble ->
            Notice(say(trouble.key), kind = NoticeKind.LOOK, glyph = "map-pin-off") {
                if (trouble.isDenied) LinkButton(say("app_permissions"), { on(DeedEvent.Permissions) })
            }
        }
        LinkButton(say("app_wizard_photo_gallery"), { on(DeedEvent.PickPhotos) }, glyph = "photo", enabled = state.adding == null)
    }
}

@Composable
private fun Taken(form: DeedScreen, photo: String, index: Int, modifier: Modifier, on: (DeedEvent) -> Unit) {
    val palette = LocalPalette.current
    Box(modifier, Alignment.TopEnd) {
        Photo(
            PhotoRef.OfDeed(form.reportId, form.id, photo),
            say("screen_wizard_photo_alt", "index" to index),
            Modifier.fillMaxWidth().aspectRatio(4f / 3),
        )
        GlyphButton(
            "x",
            say("screen_wizard_photo_remove", "index" to index),
            { on(DeedEvent.RemovePhoto(photo)) },
            Modifier.padding(4.dp).background(palette.surface, CircleShape),
        )
    }
}

/** Where the next photo goes. */
@Composable
private fun Camera(again: Boolean, on: (DeedEvent) -> Unit, modifier: Modifier = Modifier) {
    val palette = LocalPalette.current
    val shape = MaterialTheme.shapes.medium
    Column(
        modifier.fillMaxWidth()
            .heightIn(min = if (again) 96.dp else 140.dp)
            .clip(shape)
            .background(palette.surface)
            .drawBehind {
                val dashes = Stroke(2.dp.toPx(), pathEffect = PathEffect.dashPathEffect(floatArrayOf(8.dp.toPx(), 6.dp.toPx())))
                drawRoundRect(palette.lineStrong, cornerRadius = CornerRadius(10.dp.toPx()), style = dashes)
            }
            .clickable(role = Role.Button) { on(DeedEvent.TakePhoto) }
            .padding(12.dp),
        Arrangement.spacedBy(8.dp, Alignment.CenterVertically),
        Alignment.CenterHorizontally,
    ) {
        Icon("camera-plus", size = 28.dp, colour = palette.accent)
        Text(
            say(if (again) "screen_wizard_photo_more" else "screen_wizard_photo_take"),
            color = palette.accentInk,
            textAlign = TextAlign.Center,
            style = MaterialTheme.typography.labelLarge,
        )
    }
}

@Composable
private fun Adding(percent: Int, on: (DeedEvent) -> Unit) {
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Alignment.CenterVertically) {
        Text(
            say("app_wizard_photo_making", "percent" to percent),
            Modifier.weight(1f),
            LocalPalette.current.ink2,
            style = MaterialTheme.typography.bodyLarge,
        )
        LinkButton(say("app_wizard_photo_cancel"), { on(DeedEvent.StopPhoto) })
    }
}
