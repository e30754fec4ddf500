package citycenter.app

import android.content.Context
import androidx.compose.ui.text.font.Font
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import java.io.File
import java.io.IOException

/** [onest], or the system's letters on a full phone. */
internal fun letters(context: Context): FontFamily =
    try {
        onest(context)
    } catch (_: IOException) {
        FontFamily.Default
    }

/** Onest, of the files that every app is built with (`scripts/phone-assets.py`); Android reads letters from files. */
private fun onest(context: Context): FontFamily {
    val folder = File(context.codeCacheDir, "letters").apply { mkdirs() }
    return FontFamily(
        Font(file(folder, "onest_regular"), FontWeight.Normal),
        Font(file(folder, "onest_medium"), FontWeight.Medium),
        Font(file(folder, "onest_semibold"), FontWeight.SemiBold),
        Font(file(folder, "onest_bold"), FontWeight.Bold),
    )
}

/** The system empties this folder whenever the app is updated: a file that is there is this version's. */
private fun file(folder: File, name: String): File {
    val file = File(folder, "$name.ttf")
    if (file.length() == 0L) {
        val resource = "/citycenter/assets/$name.ttf"
        val source = checkNotNull(CityApplication::class.java.getResourceAsStream(resource)) { resource }
        val written = File(folder, "$name.new")
        source.use { from -> written.outputStream().use(from::copyTo) }
        if (!written.renameTo(file)) throw IOException(name)
    }
    return file
}
