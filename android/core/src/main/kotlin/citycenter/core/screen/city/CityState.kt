package citycenter.core.screen.city

import citycenter.mobilecore.AccountCard
import citycenter.mobilecore.CityLink

/** A city is chosen: by a link or a code, or by typing an address. */
data class CityState(
    /** What is typed, or was opened. */
    val text: String = "",
    /** What it says, once it reads as a city's address: whose server it is, for the person to agree. */
    val link: CityLink? = null,
    /** Cities that the phone knows already. */
    val known: List<AccountCard> = emptyList(),
    val busy: Boolean = false,
    /** What is wrong with the address. */
    val wrong: String? = null,
)
