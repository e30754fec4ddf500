package citycenter.core.screen.app

import citycenter.core.Route

sealed interface AppEvent {
    /** A page of the bar below. */
    data class Tab(val route: Route) : AppEvent

    data object Back : AppEvent

    /** A link was opened: a city, a place in it, a report. */
    data class Link(val text: String) : AppEvent

    /** The notice was seen. */
    data object Told : AppEvent

    /** The app is in the hand again, or there is a network again. */
    data object Woken : AppEvent
}
