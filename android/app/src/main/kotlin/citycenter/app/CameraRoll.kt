package citycenter.app

import citycenter.core.Shot
import java.io.File
import java.io.IOException
import java.util.UUID

/**
 * Where the camera app writes. A file that nobody awaits any more was made while the system had ended this app:
 * it is given once and goes.
 */
internal class CameraRoll(private val folder: File) {
    private val awaited = mutableSetOf<File>()
    private val deserted = mutableSetOf<File>()

    /** A new file for one photo; nothing when there is no room. */
    @Synchronized
    fun begin(): File? =
        try {
            folder.mkdirs()
            File(folder, "${UUID.randomUUID()}.jpg").takeIf { it.createNewFile() }?.also(awaited::add)
        } catch (_: IOException) {
            null
        }

    /** What the camera wrote into [file], if anything. */
    @Synchronized
    fun end(file: File): Shot.Taken? {
        awaited -= file
        return take(file)
    }

    /** Whoever awaited [file] went, while the camera may still write into it. */
    @Synchronized
    fun leave(file: File) {
        awaited -= file
        deserted += file
    }

    /** What was left behind, the oldest first. */
    @Synchronized
    fun left(): List<Shot.Taken> =
        folder.listFiles().orEmpty()
            .filter { it !in awaited && (it !in deserted || it.length() > 0) }
            .sortedBy(File::lastModified)
            .mapNotNull(::take)

    private fun take(file: File): Shot.Taken? =
        try {
            file.readBytes().takeIf { it.isNotEmpty() }?.let { Shot.Taken(it, file.lastModified()) }
        } catch (_: IOException) {
            null
        } finally {
            file.delete()
            deserted -= file
        }
}
