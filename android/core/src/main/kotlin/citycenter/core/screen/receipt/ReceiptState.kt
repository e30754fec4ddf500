package citycenter.core.screen.receipt

import citycenter.mobilecore.Delivery
import citycenter.mobilecore.MyReport
import citycenter.mobilecore.ReportScreen

/** What became of a report that was handed over. */
data class ReceiptState(
    /** As the phone knows it; nothing while it is being looked up. */
    val report: MyReport? = null,
    /** As the city shows it, once it is there. */
    val seen: ReportScreen? = null,
    /** Why it is parked, in words. */
    val refusal: String? = null,
    /** Whether news of it will be told. */
    val follow: Follow = Follow.ASKS,
    /** The person is asked whether to throw it away. */
    val asks: Boolean = false,
) {
    val delivery: Delivery? get() = report?.delivery
}

/** Whether news is told outside of the app. */
enum class Follow { ASKS, TOLD, REFUSED }
