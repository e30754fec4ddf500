package citycenter.ui.desktop

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import citycenter.core.App
import citycenter.core.PhotoRef
import citycenter.ui.part.Pictures
import org.jetbrains.skia.Image

/** Photos as a desktop decodes them. */
class DesktopPictures(private val app: App) : Pictures {
    override suspend fun of(photo: PhotoRef): ImageBitmap? =
        app.photos.of(photo)?.let { bytes ->
            try {
                Image.makeFromEncoded(bytes).toComposeImageBitmap()
            } catch (_: IllegalArgumentException) {
                null
            }
        }
}
