package citycenter.app

import android.app.Activity
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.MediaStore
import androidx.activity.result.contract.ActivityResultContract

/** Photos of the system's picker, which shows the app only what was picked: at most so many. */
internal class PickPhotos : ActivityResultContract<Int, List<Uri>>() {
    override fun createIntent(context: Context, input: Int): Intent =
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            Intent(MediaStore.ACTION_PICK_IMAGES).setType(PHOTOS).apply {
                // The system refuses a limit of one, and more than its own.
                val most = input.coerceAtMost(MediaStore.getPickImagesMaxLimit())
                if (most > 1) putExtra(MediaStore.EXTRA_PICK_IMAGES_MAX, most)
            }
        } else {
            Intent(Intent.ACTION_GET_CONTENT)
                .setType(PHOTOS)
                .addCategory(Intent.CATEGORY_OPENABLE)
                .putExtra(Intent.EXTRA_ALLOW_MULTIPLE, input > 1)
        }

    override fun parseResult(resultCode: Int, intent: Intent?): List<Uri> {
        if (resultCode != Activity.RESULT_OK || intent == null) return emptyList()
        val several = intent.clipData?.let { clip -> (0 until clip.itemCount).mapNotNull { clip.getItemAt(it).uri } }
        return (several.orEmpty() + listOfNotNull(intent.data)).distinct()
    }

    private companion object {
        const val PHOTOS = "image/*"
    }
}
