package citycenter.app

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.util.LruCache
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.asImageBitmap
import citycenter.core.PhotoRef
import citycenter.core.Photos
import citycenter.ui.part.Pictures
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** Photos as pictures, none larger than the screen; those that were seen last are kept while there is memory. */
internal class Bitmaps(private val photos: Photos, private val longest: Int) : Pictures {
    private val seen = object : LruCache<PhotoRef, Bitmap>((Runtime.getRuntime().maxMemory() / PART).toInt()) {
        override fun sizeOf(key: PhotoRef, value: Bitmap) = value.allocationByteCount
    }

    override suspend fun of(photo: PhotoRef): ImageBitmap? {
        seen[photo]?.let { return it.asImageBitmap() }
        val bytes = photos.of(photo) ?: return null
        val picture = withContext(Dispatchers.Default) { decode(bytes, longest) } ?: return null
        seen.put(photo, picture)
        return picture.asImageBitmap()
    }

    /** Memory is short. */
    fun drop() = seen.evictAll()

    companion object {
        /** An eighth of what the system lets the app have. */
        private const val PART = 8

        /** A JPEG as a bitmap whose longer side is at most [longest]; nothing when it cannot be read, or held. */
        fun decode(bytes: ByteArray, longest: Int): Bitmap? {
            val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
            BitmapFactory.decodeByteArray(bytes, 0, bytes.size, size)
            if (size.outWidth <= 0 || size.outHeight <= 0) return null
            val how = BitmapFactory.Options().apply { inSampleSize = sample(size.outWidth, size.outHeight, longest) }
            return try {
                BitmapFactory.decodeByteArray(bytes, 0, bytes.size, how)
            } catch (_: OutOfMemoryError) {
                null
            }
        }

        /** By how much to divide both sides: the decoder knows powers of two. */
        fun sample(width: Int, height: Int, longest: Int): Int {
            var by = 1
            while (maxOf(width, height) / by > longest) by *= 2
            return by
        }
    }
}
