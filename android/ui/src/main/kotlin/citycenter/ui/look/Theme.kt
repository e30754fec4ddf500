package citycenter.ui.look

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp
import citycenter.core.Words

/** What the screens say, in the person's language. */
val LocalWords = staticCompositionLocalOf<Words> { error("no words") }

/** The words of a key. */
@Composable
fun say(key: String, vararg values: Pair<String, Any>): String {
    val words = LocalWords.current
    return remember(words, key, *values) { words(key, *values) }
}

/** Our colours, shapes and letters under Material 3. [font] is Onest as the platform loads it. */
@Composable
fun CityTheme(
    words: Words,
    font: FontFamily,
    dark: Boolean = isSystemInDarkTheme(),
    contrast: Boolean = false,
    content: @Composable () -> Unit,
) {
    val palette = remember(dark, contrast) { Palette.of(dark, contrast) }
    val typography = remember(font) { typography(font) }
    CompositionLocalProvider(LocalPalette provides palette, LocalWords provides words) {
        MaterialTheme(colorScheme = palette.material(), typography = typography, shapes = shapes, content = content)
    }
}

private val shapes = Shapes(
    extraSmall = RoundedCornerShape(6.dp),
    small = RoundedCornerShape(10.dp),
    medium = RoundedCornerShape(10.dp),
    large = RoundedCornerShape(16.dp),
    extraLarge = RoundedCornerShape(24.dp),
)

private fun typography(font: FontFamily): Typography {
    fun style(size: Int, line: Int, weight: FontWeight = FontWeight.Normal, narrower: Boolean = false) = TextStyle(
        fontFamily = font, fontSize = size.sp, lineHeight = line.sp, fontWeight = weight,
        letterSpacing = if (narrower) (-0.012).em else 0.em, fontFeatureSettings = "tnum",
    )
    val title = FontWeight.SemiBold
    return Typography(
        displayLarge = style(56, 60, title, narrower = true),
        displayMedium = style(36, 42, title, narrower = true),
        displaySmall = style(28, 34, title, narrower = true),
        headlineLarge = style(28, 34, title, narrower = true),
        headlineMedium = style(28, 34, title, narrower = true),
        headlineSmall = style(22, 28, title, narrower = true),
        titleLarge = style(22, 28, title, narrower = true),
        titleMedium = style(18, 24, title, narrower = true),
        titleSmall = style(16, 22, title, narrower = true),
        bodyLarge = style(16, 24),
        bodyMedium = style(14, 20),
        bodySmall = style(13, 18),
        labelLarge = style(15, 20, FontWeight.SemiBold),
        labelMedium = style(14, 18, FontWeight.Medium),
        labelSmall = style(13, 16, FontWeight.Medium),
    )
}
