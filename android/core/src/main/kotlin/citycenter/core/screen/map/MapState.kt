package citycenter.core.screen.map

import citycenter.core.Camera
import citycenter.core.Whereabouts
import citycenter.core.map.Pin
import citycenter.mobilecore.Bounds
import citycenter.mobilecore.FoundPlace
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.ReportCard
import citycenter.mobilecore.ReportPhoto
import citycenter.mobilecore.ReportScreen

/** The map of reports and the list of the same. */
data class MapState(
    /** Whose city it is. */
    val account: Long? = null,
    /** Where the map stands; nothing before the city is known. */
    val camera: Camera? = null,
    /** What is in sight. */
    val bounds: Bounds? = null,
    val asList: Boolean = false,
    /** Groups of types to choose one from. */
    val categories: List<Kind> = emptyList(),
    /** Types by their titles, which is all that cards say. */
    val types: Map<String, TypeOf> = emptyMap(),
    val filter: MapFilter = MapFilter(),
    /** Whether the filters lie open. */
    val filtering: Boolean = false,
    val listing: Listing = Listing(),
    val chosen: Chosen? = null,
    val search: Search = Search(),
    /** Where the phone is, once asked: or why nobody knows. */
    val here: Whereabouts? = null,
    val locating: Boolean = false,
) {
    /** How many things narrow what is shown. */
    val narrowing: Int
        get() = listOf(filter.category != null, filter.shapes.isNotEmpty(), filter.days != null).count { it }
}

/** A group of types. */
data class Kind(val slug: String, val title: String)

/** A type and its group, by slugs. */
data class TypeOf(val type: String, val category: String)

/** What is in sight, the newest first. */
data class Listing(
    /** Nothing before the first answer. */
    val reports: List<ReportCard>? = null,
    /** Asks for those after these; nothing after the last. */
    val next: String? = null,
    val busy: Boolean = false,
    /** That it is what was seen before, without a network. */
    val kept: String? = null,
    /** Why there is nothing new, in words. */
    val trouble: String? = null,
)

/** The report that stands out on the map, and its card below. */
data class Chosen(
    val pin: Pin,
    /** Nothing until it came. */
    val report: ReportScreen? = null,
    val trouble: String? = null,
) {
    val before: ReportPhoto? get() = report?.photos?.firstOrNull { !it.after }
    val after: ReportPhoto? get() = report?.photos?.lastOrNull { it.after }
}

/** Looking for a place by its address. */
data class Search(
    val text: String = "",
    /** Nothing while nobody asked or no answer came. */
    val found: List<FoundPlace>? = null,
    /** Reports in sight whose number it is. */
    val reports: List<ReportCard> = emptyList(),
    /** The one of that very number, wherever it is. */
    val numbered: ReportScreen? = null,
    val trouble: String? = null,
)
