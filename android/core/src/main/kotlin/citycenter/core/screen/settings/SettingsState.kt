package citycenter.core.screen.settings

import citycenter.core.App
import citycenter.mobilecore.AccountCard
import citycenter.mobilecore.Language

/** What a person may set. */
data class SettingsState(
    /** `null` for what the system speaks. */
    val language: Language? = null,
    val accounts: List<AccountCard> = emptyList(),
    /** Photos wait for a network that costs nothing. */
    val spareMetered: Boolean = false,
    /** Bytes of what the phone keeps of the map and of others' reports, and how many it may keep. */
    val kept: Long = 0,
    val budget: Long = App.DEFAULT_BUDGET,
    /** Whether the app tells what became of a report. */
    val tells: Boolean = false,
    /** A question that is asked before something is done for good. */
    val asks: Question? = null,
    val busy: Boolean = false,
) {
    val account: AccountCard? get() = accounts.find { it.chosen }

    enum class Question { SIGN_OUT, ERASE, FORGET_CITY }

    companion object {
        /** What one may choose from, bytes. */
        val budgets = listOf(20_000_000L, App.DEFAULT_BUDGET, 200_000_000L)
    }
}
