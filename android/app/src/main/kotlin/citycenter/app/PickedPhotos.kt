package citycenter.app

import android.content.ContentResolver
import android.graphics.Bitmap
import android.graphics.ImageDecoder
import android.media.ExifInterface
import android.net.Uri
import android.os.Build
import androidx.annotation.RequiresApi
import citycenter.core.Shot
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.nio.ByteBuffer
import java.time.LocalDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException

/** Photos of other apps, as the core can read them: no more at once than the phone can hold, [most] bytes. */
internal class PickedPhotos(private val resolver: ContentResolver, private val most: Int = MOST) {
    /** Those that can be read, in the order of picking. */
    fun read(photos: List<Uri>): List<Shot.Taken> {
        var room = most
        return photos.mapNotNull { photo -> read(photo, room)?.also { room -= it.bytes.size } }
    }

    /** Other apps answer in many ways that there is no photo: it is in the cloud, deleted, or the app is broken. */
    private fun read(photo: Uri, room: Int): Shot.Taken? =
        try {
            resolver.openInputStream(photo)?.use { bytes(it, room) }?.let(::taken)?.takeIf { it.bytes.size <= room }
        } catch (_: IOException) {
            null
        } catch (_: RuntimeException) {
            null
        } catch (_: OutOfMemoryError) {
            null
        }

    private fun taken(bytes: ByteArray): Shot.Taken {
        val now = System.currentTimeMillis()
        // When a JPEG was taken is for the core to read in the photo itself.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P || !isHeif(bytes)) return Shot.Taken(bytes, now)
        return Shot.Taken(jpeg(bytes), takenAt(bytes) ?: now)
    }

    @RequiresApi(Build.VERSION_CODES.P)
    private fun jpeg(bytes: ByteArray): ByteArray {
        val picture = ImageDecoder.decodeBitmap(ImageDecoder.createSource(ByteBuffer.wrap(bytes))) { decoder, info, _ ->
            decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
            val longer = maxOf(info.size.width, info.size.height)
            if (longer > LONGEST) {
                fun less(side: Int) = (side.toLong() * LONGEST / longer).toInt().coerceAtLeast(1)
                decoder.setTargetSize(less(info.size.width), less(info.size.height))
            }
        }
        return try {
            ByteArrayOutputStream().also { picture.compress(Bitmap.CompressFormat.JPEG, QUALITY, it) }.toByteArray()
        } finally {
            picture.recycle()
        }
    }

    /** The camera's clock, by the phone's own zone. */
    private fun takenAt(bytes: ByteArray): Long? =
        try {
            ExifInterface(bytes.inputStream()).getAttribute(ExifInterface.TAG_DATETIME_ORIGINAL)
                ?.let { LocalDateTime.parse(it, EXIF_TIME).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli() }
        } catch (_: IOException) {
            null
        } catch (_: DateTimeParseException) {
            null
        }

    companion object {
        private const val MOST = 64 * 1024 * 1024
        private const val LONGEST = 4096
        private const val QUALITY = 92
        private val EXIF_TIME = DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss")
        private val HEIF = setOf("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis")

        /** HEIC, HEIF and AVIF, by how the file begins: the core reads JPEG, PNG and WebP. */
        fun isHeif(bytes: ByteArray): Boolean =
            bytes.size >= 12 && ascii(bytes, 4) == "ftyp" && ascii(bytes, 8) in HEIF

        private fun ascii(bytes: ByteArray, from: Int) = String(bytes, from, 4, Charsets.US_ASCII)

        /** All of it; nothing when that is more than [room]. */
        private fun bytes(from: InputStream, room: Int): ByteArray? {
            val read = ByteArrayOutputStream()
            val part = ByteArray(64 * 1024)
            while (true) {
                val count = from.read(part)
                if (count < 0) return read.toByteArray()
                if (read.size() + count > room) return null
                read.write(part, 0, count)
            }
        }
    }
}
