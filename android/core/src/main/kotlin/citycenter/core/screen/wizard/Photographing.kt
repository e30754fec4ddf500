package citycenter.core.screen.wizard

import citycenter.core.Shot
import citycenter.core.trouble
import citycenter.mobilecore.CancelToken
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.PhotoProgress
import citycenter.mobilecore.lookAtPhoto
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger

/** Photos of a report: from the camera first, from the gallery, and those that were left behind. */
internal class Photographing(private val writing: Writing, private val placing: Placing) {
    private val keys = AtomicInteger()
    private val tokens = ConcurrentHashMap<Int, CancelToken>()
    private val device get() = writing.app.device

    /** Those that the camera made while the system had ended the app. */
    suspend fun takeLeft(): Boolean = device.leftPhotos().onEach(::add).isNotEmpty()

    fun take() = writing.work {
        part { it.copy(camera = null, trouble = null) }
        when (val shot = device.takePhoto()) {
            is Shot.Taken -> add(shot)
            Shot.Denied -> part { it.copy(camera = CameraTrouble.DENIED) }
            Shot.Missing -> part { it.copy(camera = CameraTrouble.MISSING) }
            Shot.Cancelled -> Unit
        }
    }

    fun pick() = writing.work {
        part { it.copy(camera = null, trouble = null) }
        device.pickPhotos(room()).take(room()).forEach(::add)
    }

    fun cancel(key: Int) {
        tokens[key]?.cancel()
    }

    fun remove(id: String) = writing.work { writing.change { it.removePhoto(id) } }

    private fun room(): Int =
        writing.now.run { WizardState.PHOTOS_MAX - (sheet?.photos?.size ?: 0) - photos.making.size }

    private fun add(shot: Shot.Taken) {
        if (room() <= 0) return
        val key = keys.incrementAndGet()
        val token = CancelToken()
        tokens[key] = token
        part { it.copy(making = it.making + Making(key, 0)) }
        // A page that goes does not take the photo along.
        writing.app.keep {
            try {
                lookAtPhoto(shot.bytes).place?.let(placing::photographed)
                val hint = writing.draft.addPhoto(shot.bytes, progress(key), token)
                if (hint != null) writing.kept()
            } catch (e: CoreException) {
                part { it.copy(trouble = writing.app.words.trouble(e)) }
            } finally {
                tokens.remove(key)
                part { it.copy(making = it.making.filter { one -> one.key != key }) }
            }
        }
    }

    private fun progress(key: Int) = object : PhotoProgress {
        override fun percent(percent: UByte) = part { photos ->
            photos.copy(making = photos.making.map { if (it.key == key) it.copy(percent = percent.toInt()) else it })
        }
    }

    private fun part(change: (PhotosPart) -> PhotosPart) = writing.show { it.copy(photos = change(it.photos)) }
}
