package citycenter.core.screen.deed

import citycenter.mobilecore.DeedOutcome

sealed interface DeedEvent {
    /** Leaves the form; what was written stays. */
    data object Back : DeedEvent

    data object TakePhoto : DeedEvent

    data object PickPhotos : DeedEvent

    /** Stops the photo that is being added. */
    data object StopPhoto : DeedEvent

    data class RemovePhoto(val id: String) : DeedEvent

    /** The system's page of permissions. */
    data object Permissions : DeedEvent

    data class Say(val words: String) : DeedEvent

    data class EndWith(val outcome: DeedOutcome) : DeedEvent

    /** Stars; the same again takes them back. */
    data class Rate(val stars: Int) : DeedEvent

    data object Send : DeedEvent

    /** Asks whether to throw it away, or asks no more. */
    data class Ask(val asks: Boolean) : DeedEvent

    /** Throws it away. */
    data object Discard : DeedEvent
}
