package citycenter.core.screen.report

sealed interface ReportEvent {
    data object Back : ReportEvent

    /** Asks for the newest. */
    data object Refresh : ReportEvent

    data class Do(val what: Doing) : ReportEvent

    /** "I have the same trouble." */
    data object Support : ReportEvent

    data object Share : ReportEvent

    /** Shows a photo large; `null` shows the page again. */
    data class LookAt(val photo: String?) : ReportEvent

    /** Shows the case as its staff sees it. */
    data object OpenCase : ReportEvent
}
