package citycenter.core

import citycenter.mobilecore.CoreException
import citycenter.mobilecore.PhotoSize
import kotlinx.coroutines.withContext

/** One photo, wherever it is kept. */
sealed interface PhotoRef {
    /** Of a report that the city has. */
    data class OfReport(val report: String, val id: String, val size: PhotoSize) : PhotoRef

    /** Of a report that is being written. */
    data class OfDraft(val draft: String, val id: String) : PhotoRef

    /** Of a deed that was begun. */
    data class OfDeed(val report: String, val deed: String, val id: String) : PhotoRef
}

/** Photos as files, for whoever draws them. */
class Photos(private val app: App) {
    /** The JPEG, or nothing where the phone neither has it nor can ask for it. */
    suspend fun of(photo: PhotoRef): ByteArray? =
        withContext(app.dispatcher) {
            try {
                when (photo) {
                    is PhotoRef.OfReport -> app.core.photo(photo.report, photo.id, photo.size)
                    is PhotoRef.OfDraft -> app.core.draft(photo.draft)?.photo(photo.id)
                    is PhotoRef.OfDeed ->
                        app.core.begunDeeds(photo.report).find { it.id() == photo.deed }?.photo(photo.id)
                }
            } catch (_: CoreException) {
                null
            }
        }
}
