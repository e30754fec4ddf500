package citycenter.ui.desktop

import citycenter.core.Device
import citycenter.core.Shot
import citycenter.core.Whereabouts
import citycenter.mobilecore.Place
import java.awt.Desktop
import java.awt.FileDialog
import java.awt.Frame
import java.awt.Toolkit
import java.awt.datatransfer.StringSelection
import java.io.File
import java.net.URI
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** A desktop in the place of a phone: files are its camera, its browser calls. [where] is where it stands. */
class DesktopDevice(private val where: Place?) : Device {
    override suspend fun takePhoto(): Shot = pickPhotos(1).firstOrNull() ?: Shot.Cancelled

    override suspend fun pickPhotos(atMost: Int): List<Shot.Taken> =
        withContext(Dispatchers.IO) {
            val dialog = FileDialog(null as Frame?, "", FileDialog.LOAD)
            dialog.isMultipleMode = atMost > 1
            dialog.isVisible = true
            dialog.files.take(atMost).map { Shot.Taken(it.readBytes(), it.lastModified()) }
        }

    override suspend fun leftPhotos(): List<Shot.Taken> = emptyList()

    override suspend fun whereAmI(ask: Boolean): Whereabouts =
        where?.let { Whereabouts.Here(it, accuracy = 10) } ?: Whereabouts.Unknown

    override fun call(number: String) = open("tel:$number")

    override fun open(url: String) {
        if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
            Desktop.getDesktop().browse(URI(url))
        } else {
            println(url)
        }
    }

    override fun share(text: String) {
        Toolkit.getDefaultToolkit().systemClipboard.setContents(StringSelection(text), null)
    }

    override fun openPermissions() = Unit

    override suspend fun askToTell() = true

    override fun tell(report: String, title: String, text: String) = println("$title: $text")
}

/** Tokens in a file that is its owner's alone: a desk has no keystore that every system knows. */
class SafeFile(file: File) : citycenter.mobilecore.SecretStore {
    private val kept = citycenter.core.Preferences(file.toPath())

    init {
        if (file.createNewFile()) file.setReadable(false, false)
        file.setReadable(true, true)
    }

    override fun read(name: String): String? = kept[name]

    override fun write(name: String, value: String) {
        kept[name] = value
    }

    override fun remove(name: String) {
        kept[name] = null
    }
}
