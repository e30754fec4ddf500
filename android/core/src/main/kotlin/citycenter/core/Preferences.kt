package citycenter.core

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.util.Properties

/** The few choices that are the app's own and no city's; a file in its folder. */
class Preferences(private val file: Path) {
    private val kept = Properties()

    init {
        try {
            if (Files.exists(file)) Files.newBufferedReader(file).use(kept::load)
        } catch (_: IOException) {
            kept.clear()
        } catch (_: IllegalArgumentException) {
            kept.clear()
        }
    }

    operator fun get(name: String): String? = kept.getProperty(name)

    /** Forgets them all. */
    @Synchronized
    fun clear() {
        kept.clear()
        save()
    }

    /** Keeps a choice, or with `null` forgets it. A full disk costs the choice and nothing else. */
    @Synchronized
    operator fun set(name: String, value: String?) {
        if (value == null) kept.remove(name) else kept.setProperty(name, value)
        save()
    }

    private fun save() {
        val written = file.resolveSibling("${file.fileName}.new")
        try {
            Files.newBufferedWriter(written).use { kept.store(it, null) }
            Files.move(written, file, ATOMIC_MOVE)
        } catch (_: IOException) {
            Files.deleteIfExists(written)
        }
    }
}
