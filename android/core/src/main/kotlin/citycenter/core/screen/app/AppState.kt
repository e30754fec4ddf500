package citycenter.core.screen.app

import citycenter.core.Route
import citycenter.mobilecore.AccountCard
import citycenter.mobilecore.PersonKind

/** What the frame around every page shows. */
data class AppState(
    /** The pages that are open, the one that is seen last. */
    val pages: List<Route>,
    /** Whoever is chosen; nothing before a city was added. */
    val account: AccountCard? = null,
    /** Things that were handed over and are not in the city yet. */
    val waiting: Int = 0,
    /** Things that wait for their person: a report to answer or to check, a deed to decide. */
    val awaited: Int = 0,
    /** One sentence for whoever looks. */
    val notice: String? = null,
) {
    val page: Route get() = pages.last()

    /** The pages of the bar below; staff has a round. */
    val tabs: List<Route>
        get() = Route.tabs.filter { it != Route.Round || account?.person?.kind == PersonKind.STAFF }
}
