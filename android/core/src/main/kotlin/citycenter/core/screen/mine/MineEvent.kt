package citycenter.core.screen.mine

sealed interface MineEvent {
    data object Refresh : MineEvent

    data class Open(val report: String) : MineEvent

    data class Continue(val draft: String) : MineEvent

    /** Sends something that is parked again, as it is. */
    data class Retry(val id: String) : MineEvent

    /** Writes a report that was refused anew. */
    data class Revise(val id: String) : MineEvent

    /** Does a deed all the same, though the case was changed. */
    data class Redo(val id: String) : MineEvent

    /** Asks whether something is to be thrown away; `null` asks no more. */
    data class Ask(val id: String?) : MineEvent

    /** Throws away what was asked about. */
    data object Discard : MineEvent

    /** Begins a report. */
    data object Report : MineEvent
}
