package citycenter.ui.desktop

import androidx.compose.ui.text.font.Font
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font

/** Onest from the app's own files. */
val onest: FontFamily by lazy {
    FontFamily(
        font("onest_regular", FontWeight.Normal),
        font("onest_medium", FontWeight.Medium),
        font("onest_semibold", FontWeight.SemiBold),
        font("onest_bold", FontWeight.Bold),
    )
}

private fun font(name: String, weight: FontWeight): Font {
    val file = checkNotNull(Assets::class.java.getResourceAsStream("/citycenter/assets/$name.ttf")) { "no font $name" }
    return Font(name, file.use { it.readBytes() }, weight)
}

private object Assets
