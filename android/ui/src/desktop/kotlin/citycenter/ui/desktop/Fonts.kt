package citycenter.ui.desktop

import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toComposeImageBitmap
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import org.jetbrains.skia.Image

/** Onest from the app's own files. */
val onest: FontFamily by lazy {
    FontFamily(
        font("onest_regular", FontWeight.Normal),
        font("onest_medium", FontWeight.Medium),
        font("onest_semibold", FontWeight.SemiBold),
        font("onest_bold", FontWeight.Bold),
    )
}

private fun font(name: String, weight: FontWeight) =
    Font(name, { checkNotNull(object {}.javaClass.getResourceAsStream("/citycenter/assets/$name.ttf")).readBytes() }.invoke(), weight)

/** What a JPEG shows; nothing when it cannot be read. */
fun picture(bytes: ByteArray): ImageBitmap? =
    try {
        Image.makeFromEncoded(bytes).toComposeImageBitmap()
    } catch (_: IllegalArgumentException) {
        null
    }
