package citycenter.ui.part

import androidx.compose.foundation.Image
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.produceState
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.foundation.shape.RoundedCornerShape
import citycenter.core.PhotoRef
import citycenter.ui.look.LocalPalette

/** How a photo comes to be a picture: the bytes from the core, decoded by the platform. */
fun interface Pictures {
    /** The picture, or nothing while it cannot be had. */
    suspend fun of(photo: PhotoRef): ImageBitmap?
}

val LocalPictures = staticCompositionLocalOf<Pictures> { Pictures { null } }

/** A photo, or [glyph] where there is none. [description] says what is seen; `null` passes it by. */
@Composable
fun Photo(photo: PhotoRef?, description: String?, modifier: Modifier = Modifier, glyph: String = "photo") {
    val pictures = LocalPictures.current
    val picture by produceState<ImageBitmap?>(null, photo, pictures) { value = photo?.let { pictures.of(it) } }
    val said = if (description == null) Modifier else Modifier.semantics { contentDescription = description }
    Box(
        modifier.clip(RoundedCornerShape(10.dp)).background(LocalPalette.current.sunk).then(said),
        contentAlignment = Alignment.Center,
    ) {
        val shown = picture
        if (shown == null) {
            Icon(glyph, size = 28.dp, colour = LocalPalette.current.ink3)
        } else {
            Image(shown, contentDescription = null, Modifier.matchParentSize(), contentScale = ContentScale.Crop)
        }
    }
}
