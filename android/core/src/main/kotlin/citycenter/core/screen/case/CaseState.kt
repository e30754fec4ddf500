package citycenter.core.screen.case

import citycenter.core.Kind
import citycenter.core.screen.report.Doings
import citycenter.mobilecore.CaseAction
import citycenter.mobilecore.CaseScreen
import citycenter.mobilecore.ReportPhoto

/** A case as its staff sees it. */
data class CaseState(
    val case: CaseScreen? = null,
    val kind: Kind? = null,
    val doings: Doings = Doings(),
    /** Asking for the newest. */
    val loading: Boolean = true,
    /** Why the newest could not be had: what is shown is as it was kept. */
    val trouble: String? = null,
    /** There is no such case, or nobody here may see it. */
    val lost: Boolean = false,
    /** The photo that is seen large. */
    val large: String? = null,
) {
    /** The next step of the work. */
    val main: CaseAction? get() = case?.actions?.firstOrNull { it.main }

    val others: List<CaseAction> get() = case?.actions.orEmpty() - listOfNotNull(main).toSet()

    val photo: ReportPhoto? get() = case?.report?.photos?.find { it.id == large }
}
