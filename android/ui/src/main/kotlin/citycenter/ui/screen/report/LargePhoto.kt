package citycenter.ui.screen.report

import androidx.compose.foundation.Image
import androidx.compose.foundation.background
import androidx.compose.foundation.gestures.detectTapGestures
import androidx.compose.foundation.gestures.detectTransformGestures
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.produceState
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clipToBounds
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.graphicsLayer
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import citycenter.core.PhotoRef
import citycenter.mobilecore.PhotoSize
import citycenter.mobilecore.ReportPhoto
import citycenter.mobilecore.ReportScreen
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.LocalPictures
import citycenter.ui.part.PageFrame

/** One photo as large as the screen, to come nearer to; the others follow it. */
@Composable
internal fun LargePhoto(report: ReportScreen, photo: ReportPhoto, onLook: (String?) -> Unit) {
    val all = report.photos
    val at = all.indexOf(photo)
    var zoom by remember(photo.id) { mutableStateOf(Zoom()) }
    PageFrame(
        title = photo.caption,
        back = { onLook(null) },
        actions = {
            GlyphButton("zoom-out", say("photo_farther"), { zoom = zoom.times(1 / STEP) })
            GlyphButton("zoom-in", say("photo_nearer"), { zoom = zoom.times(STEP) })
        },
    ) {
        Column(Modifier.fillMaxSize()) {
            Box(
                Modifier.weight(1f).fillMaxWidth().clipToBounds().background(LocalPalette.current.sunk)
                    .pointerInput(photo.id) { detectTapGestures(onDoubleTap = { zoom = zoom.turned() }) }
                    .pointerInput(photo.id) { detectTransformGestures { _, pan, grow, _ -> zoom = zoom.times(grow).moved(pan) } },
                Alignment.Center,
            ) { Picture(report, photo, zoom) }
            Text(
                report.title,
                Modifier.padding(start = 16.dp, top = 12.dp, end = 16.dp),
                LocalPalette.current.ink,
                style = MaterialTheme.typography.bodyLarge,
            )
            if (all.size > 1) Turning(at, all.size) { onLook(all[it].id) }
        }
    }
}

@Composable
private fun Picture(report: ReportScreen, photo: ReportPhoto, zoom: Zoom) {
    val pictures = LocalPictures.current
    val ref = PhotoRef.OfReport(report.id, photo.id, PhotoSize.LARGE)
    var asked by remember(photo.id) { mutableStateOf(false) }
    val picture by produceState<ImageBitmap?>(null, ref, pictures) {
        value = pictures.of(ref)
        asked = true
    }
    val shown = picture
    when {
        shown != null -> Image(
            shown,
            contentDescription = "${report.title}. ${photo.caption}",
            Modifier.fillMaxSize().graphicsLayer(
                scaleX = zoom.scale, scaleY = zoom.scale, translationX = zoom.by.x, translationY = zoom.by.y,
            ),
            contentScale = ContentScale.Fit,
        )
        else -> Text(
            say(if (asked) "photo_failed" else "common_loading"),
            Modifier.padding(24.dp),
            LocalPalette.current.ink2,
            style = MaterialTheme.typography.bodyLarge,
        )
    }
}

/** On to the next, back to the one before; a button says which one it shows. */
@Composable
private fun Turning(at: Int, count: Int, onLook: (Int) -> Unit) {
    val words: @Composable (Int) -> String = { say("photo_of", "index" to it + 1, "count" to count) }
    Row(Modifier.fillMaxWidth().padding(8.dp), Arrangement.SpaceBetween, Alignment.CenterVertically) {
        if (at > 0) GlyphButton("chevron-left", words(at - 1), { onLook(at - 1) }) else Spacer(Modifier.size(48.dp))
        Text(
            words(at),
            Modifier.weight(1f),
            LocalPalette.current.ink2,
            textAlign = TextAlign.Center,
            style = MaterialTheme.typography.bodyMedium,
        )
        if (at < count - 1) GlyphButton("chevron-right", words(at + 1), { onLook(at + 1) }) else Spacer(Modifier.size(48.dp))
    }
}

/** How near a photo is, and how far its middle was moved, pixels. */
private data class Zoom(val scale: Float = 1f, val by: Offset = Offset.Zero) {
    fun times(grow: Float): Zoom {
        val next = (scale * grow).coerceIn(1f, MOST)
        return if (next == 1f) Zoom() else copy(scale = next, by = by * (next / scale))
    }

    /** As near as to see a detail, or whole again. */
    fun turned(): Zoom = if (scale > 1) Zoom() else times(STEP * STEP)

    fun moved(pan: Offset): Zoom = if (scale > 1) copy(by = by + pan) else this

    private companion object {
        const val MOST = 6f
    }
}

private const val STEP = 1.6f
