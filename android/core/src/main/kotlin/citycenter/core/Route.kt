package citycenter.core

import java.net.URLDecoder
import java.net.URLEncoder

/** A page of the app. Its [text] survives the end of the process, and [read] opens it again. */
sealed interface Route {
    /** Choose a city: the one that a link names, or by typing. */
    data class City(val link: String = "") : Route

    /** What is broken and what was mended, on the map and in a list. */
    data object Map : Route

    /** One's own reports, drafts, and what waits for a network. */
    data object Mine : Route

    /** The round of a crew. */
    data object Round : Route

    /** Language, city, data use, account. */
    data object Settings : Route

    /** Sign in, as a resident or as staff. */
    data object SignIn : Route

    /** Write a report: the draft of that id, or a new one without any. */
    data class Wizard(val draft: String = "") : Route

    /** What was promised for a report that was handed over. */
    data class Receipt(val report: String) : Route

    /** A report as everybody or its author sees it. */
    data class Report(val id: String) : Route

    /** A case as its staff sees it. */
    data class Case(val id: String) : Route

    /**
     * The form of something that is done to a report: [kind] is the text of its [citycenter.mobilecore.DeedKind].
     * The core keeps a deed from its first change on. By its kind it is found again after that, and begun anew before.
     */
    data class Deed(val report: String, val kind: String) : Route

    val text: String
        get() =
            when (this) {
                is City -> "city/${URLEncoder.encode(link, "UTF-8")}"
                Map -> "map"
                Mine -> "mine"
                Round -> "round"
                Settings -> "settings"
                SignIn -> "sign-in"
                is Wizard -> "wizard/$draft"
                is Receipt -> "receipt/$report"
                is Report -> "report/$id"
                is Case -> "case/$id"
                is Deed -> "deed/$report/$kind"
            }

    companion object {
        /** Those in the bar below. */
        val tabs: List<Route> get() = listOf(Map, Mine, Round, Settings)

        /** The page that a text names; nothing for what no version of the app has written. */
        fun read(text: String): Route? {
            val parts = text.split('/')
            return when (parts.first() to parts.size) {
                "city" to 2 -> decoded(parts[1])?.let(::City)
                "wizard" to 2 -> Wizard(parts[1])
                "receipt" to 2 -> Receipt(parts[1])
                "report" to 2 -> Report(parts[1])
                "case" to 2 -> Case(parts[1])
                "deed" to 3 -> Deed(parts[1], parts[2])
                else -> (tabs + SignIn).find { it.text == text }
            }
        }

        private fun decoded(text: String): String? =
            try {
                URLDecoder.decode(text, "UTF-8")
            } catch (_: IllegalArgumentException) {
                null
            }
    }
}
