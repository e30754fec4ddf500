package citycenter.core.screen.map

import citycenter.core.Camera
import citycenter.core.map.Pin
import citycenter.mobilecore.Bounds
import citycenter.mobilecore.FoundPlace
import citycenter.mobilecore.ReportCard
import citycenter.mobilecore.Shape

sealed interface MapEvent {
    /** The map was moved, and stands again. */
    data class Moved(val camera: Camera, val bounds: Bounds) : MapEvent

    /** The map is to stand there: reports that stood together come apart. */
    data class Near(val camera: Camera) : MapEvent

    data class AsList(val list: Boolean) : MapEvent

    /** One group of types, or all of them. */
    data class InCategory(val slug: String?) : MapEvent

    /** Adds a shape to those that are shown, or takes it away. */
    data class Toggle(val shape: Shape) : MapEvent

    /** For how long closed ones stay. */
    data class Days(val days: Int?) : MapEvent

    data object Reset : MapEvent

    data class Filtering(val open: Boolean) : MapEvent

    /** A pin was pressed. */
    data class Choose(val pin: Pin) : MapEvent

    data object Unchoose : MapEvent

    /** The page of a report. */
    data class Open(val id: String) : MapEvent

    data object More : MapEvent

    data object Again : MapEvent

    data object WholeCity : MapEvent

    /** Looks for an address while it is typed. */
    data class Find(val text: String) : MapEvent

    data class GoTo(val place: FoundPlace) : MapEvent

    /** A report that was found by its number. */
    data class Show(val report: ReportCard) : MapEvent

    data object Locate : MapEvent

    /** Why nobody knows where the phone is was read. */
    data object Understood : MapEvent

    data object OpenPermissions : MapEvent

    data object Report : MapEvent
}
