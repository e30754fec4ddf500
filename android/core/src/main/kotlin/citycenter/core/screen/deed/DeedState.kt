package citycenter.core.screen.deed

import citycenter.mobilecore.DeedFieldKind
import citycenter.mobilecore.DeedScreen

/** The form of something that is done to a report. */
data class DeedState(
    val form: DeedScreen? = null,
    /** What it means, or what the service asked. */
    val text: String? = null,
    /** What the button says that does it. */
    val button: String = "",
    /** Staff's photos say where they were taken, authors' photos say nothing. */
    val byStaff: Boolean = false,
    /** How far the photo is that is being added, 0 to 100. */
    val adding: Int? = null,
    /** Why there is no photo, or none with its place. */
    val photoTrouble: PhotoTrouble? = null,
    /** Somebody pressed the button: what is missing is said where it is. */
    val pressed: Boolean = false,
    /** Why it cannot be done, or was not kept. */
    val trouble: String? = null,
    /** Asked whether what was written is to be thrown away. */
    val asks: Boolean = false,
    /** It is on its way to the outbox. */
    val busy: Boolean = false,
) {
    /** Whether there is anything that would be lost. */
    val begun: Boolean
        get() = form?.run { note.isNotBlank() || photos.isNotEmpty() || rating != null || outcome != null } == true

    /** What is wrong with a field, once somebody wanted to send it. */
    fun wrong(kind: DeedFieldKind): String? =
        if (pressed) form?.missing?.find { it.field == kind.name.lowercase() }?.message else null
}

/** What went wrong with a photo. */
enum class PhotoTrouble(val key: String) {
    CAMERA_DENIED("app_wizard_camera_denied"),
    CAMERA_MISSING("app_wizard_camera_missing"),
    PLACE_DENIED("app_deed_place_denied"),
    PLACE_OFF("app_deed_place_off"),
    PLACE_UNKNOWN("app_deed_place_unknown"),
    ;

    /** The system's page of permissions helps. */
    val isDenied: Boolean get() = this == CAMERA_DENIED || this == PLACE_DENIED
}
