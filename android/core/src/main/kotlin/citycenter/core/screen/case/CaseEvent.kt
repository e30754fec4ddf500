package citycenter.core.screen.case

import citycenter.core.screen.report.Doing
import citycenter.mobilecore.CaseAction

sealed interface CaseEvent {
    data object Back : CaseEvent

    /** Asks for the newest. */
    data object Refresh : CaseEvent

    /** Does what the button says, or opens its form. */
    data class Act(val action: CaseAction) : CaseEvent

    data class Do(val what: Doing) : CaseEvent

    /** Shows the place in an app of maps. */
    data object Navigate : CaseEvent

    /** Shows a photo large; `null` shows the page again. */
    data class LookAt(val photo: String?) : CaseEvent
}
