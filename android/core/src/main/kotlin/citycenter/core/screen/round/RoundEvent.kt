package citycenter.core.screen.round

import citycenter.mobilecore.RoundOrder

sealed interface RoundEvent {
    data object Refresh : RoundEvent

    /** The nearest first asks where the phone is. */
    data class Order(val order: RoundOrder) : RoundEvent

    /** The map, or the list. */
    data class OnMap(val onMap: Boolean) : RoundEvent

    data class Open(val report: String) : RoundEvent

    data object Permissions : RoundEvent
}
