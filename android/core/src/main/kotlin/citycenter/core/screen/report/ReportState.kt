package citycenter.core.screen.report

import citycenter.core.Kind
import citycenter.mobilecore.ReportPhoto
import citycenter.mobilecore.ReportScreen
import citycenter.mobilecore.Shape

/** A report as everybody or its author sees it. */
data class ReportState(
    val report: ReportScreen? = null,
    /** What it is, for its picture on the map. */
    val kind: Kind? = null,
    val doings: Doings = Doings(),
    /** Asking for the newest. */
    val loading: Boolean = true,
    /** Why the newest could not be had. */
    val trouble: String? = null,
    /** There is no such report, or nobody may see it. */
    val lost: Boolean = false,
    /** Whoever looks works for the city: the case has a page of its own. */
    val byStaff: Boolean = false,
    /** Somebody said "me too" here already. */
    val supported: Boolean = false,
    /** The photo that is seen large. */
    val large: String? = null,
) {
    /** Whether whoever looks may say that they have the same trouble. */
    val maySupport: Boolean
        get() = report != null && !report.mine && !byStaff && !supported && report.shape !in CLOSED

    val photo: ReportPhoto? get() = report?.photos?.find { it.id == large }

    private companion object {
        val CLOSED = setOf(Shape.RESOLVED, Shape.EXPLAINED, Shape.DECLINED)
    }
}
