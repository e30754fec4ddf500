package citycenter.core.screen.mine

import citycenter.mobilecore.DraftCard
import citycenter.mobilecore.MyReport
import citycenter.mobilecore.WaitingDeed

/** One's own reports: what is on its way, what is being written, and what the city has. */
data class MineState(
    /** Handed over and not in the city yet. */
    val outbox: List<MyReport> = emptyList(),
    /** Done to reports and not in the city yet. */
    val deeds: List<WaitingDeed> = emptyList(),
    val drafts: List<DraftCard> = emptyList(),
    /** In the city, what waits for its author first. */
    val reports: List<MyReport> = emptyList(),
    /** There is nothing to show yet. */
    val loading: Boolean = true,
    val refreshing: Boolean = false,
    /** Why the newest could not be had. */
    val trouble: String? = null,
    /** What is thrown away if the person says yes. */
    val asks: String? = null,
) {
    val isEmpty: Boolean get() = outbox.isEmpty() && deeds.isEmpty() && drafts.isEmpty() && reports.isEmpty()
}
