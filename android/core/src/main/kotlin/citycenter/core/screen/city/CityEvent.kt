package citycenter.core.screen.city

sealed interface CityEvent {
    data class Type(val text: String) : CityEvent

    /** The person agrees to the server that was read. */
    data object Agree : CityEvent

    /** A city that the phone knows. */
    data class Choose(val account: Long) : CityEvent

    data object Back : CityEvent
}
