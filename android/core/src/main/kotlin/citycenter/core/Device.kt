package citycenter.core

import citycenter.mobilecore.Place

/**
 * What only the phone itself can do for a screen. A person may deny or stop any of it: the answer says so, and
 * nothing is thrown. Android and the desktop have one each; tests play one.
 */
interface Device {
    /** Opens the camera. A photo that came while the app was away is in [leftPhotos]. */
    suspend fun takePhoto(): Shot

    /** Photos from the gallery, at most so many. */
    suspend fun pickPhotos(atMost: Int): List<Shot.Taken>

    /** Photos that the camera made while the system had ended the app; they are given once. */
    suspend fun leftPhotos(): List<Shot.Taken>

    /** Where the phone is now, within some seconds. Asks for the permission if [ask]. */
    suspend fun whereAmI(ask: Boolean): Whereabouts

    /** Opens the dialler with a number; the person presses the button. */
    fun call(number: String)

    /** Opens an address outside of the app. */
    fun open(url: String)

    /** Hands words to another app. */
    fun share(text: String)

    /** The system's page of this app's permissions. */
    fun openPermissions()

    /** Asks whether the app may tell news; says what holds then. */
    suspend fun askToTell(): Boolean

    /** Tells news outside of the app: [report] opens by a press. */
    fun tell(report: String, title: String, text: String)
}

/** What came of taking a photo. */
sealed interface Shot {
    /** The file as the camera wrote it, and when, milliseconds since 1970. */
    class Taken(val bytes: ByteArray, val takenAt: Long) : Shot

    /** The person went back. */
    data object Cancelled : Shot

    /** The person does not let the app use the camera. */
    data object Denied : Shot

    /** There is no camera, or no room for its photo. */
    data object Missing : Shot
}

/** What is known of where the phone is. */
sealed interface Whereabouts {
    /** A place, and how far off it may be, metres. */
    data class Here(val place: Place, val accuracy: Int) : Whereabouts

    /** The person does not let the app know. */
    data object Denied : Whereabouts

    /** The phone's location is switched off. */
    data object Off : Whereabouts

    /** No satellites and no networks: nothing came in time. */
    data object Unknown : Whereabouts
}
