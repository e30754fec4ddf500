package citycenter.app

import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.ActivityResultRegistry
import androidx.activity.result.contract.ActivityResultContract
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * Something that another app or the system is asked for, and answers when its page closes. It outlives the activity:
 * one that was made anew meanwhile takes the answer under the same [key].
 */
internal class Errand<Asked, Answered>(
    private val key: String,
    private val contract: ActivityResultContract<Asked, Answered>,
) {
    private var launcher: ActivityResultLauncher<Asked>? = null
    private var awaited: CompletableDeferred<Answered?>? = null

    /** There is an activity that can ask. */
    fun attach(registry: ActivityResultRegistry) {
        launcher = registry.register(key, contract) { answer ->
            awaited?.complete(answer)
            awaited = null
        }
    }

    /** That activity goes; what it asked may still be answered to the next. */
    fun detach() {
        launcher = null
    }

    /** The answer; nothing when there is nobody to ask, or something else was asked meanwhile. */
    suspend fun run(asked: Asked): Answered? =
        withContext(Dispatchers.Main.immediate) {
            val at = launcher ?: return@withContext null
            awaited?.complete(null)
            val answer = CompletableDeferred<Answered?>()
            awaited = answer
            try {
                at.launch(asked)
                answer.await()
            } catch (_: android.content.ActivityNotFoundException) {
                awaited = null
                null
            }
        }
}
