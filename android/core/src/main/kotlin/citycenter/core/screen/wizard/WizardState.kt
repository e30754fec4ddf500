package citycenter.core.screen.wizard

import citycenter.core.Camera
import citycenter.core.Whereabouts
import citycenter.mobilecore.DraftScreen
import citycenter.mobilecore.FoundPlace
import citycenter.mobilecore.NearbyList
import citycenter.mobilecore.NoneFits
import citycenter.mobilecore.Page
import citycenter.mobilecore.PageState
import citycenter.mobilecore.Place
import citycenter.mobilecore.WizardStep

/** A report that is being written, page by page. */
data class WizardState(
    /** The id that the report will have. */
    val draft: String = "",
    /** The page that is seen; nothing while the report is being opened. */
    val page: Page? = null,
    /** What the rules say: pages, types, promise, hints. */
    val step: WizardStep? = null,
    /** What is kept of it on the phone. */
    val sheet: DraftScreen? = null,
    val photos: PhotosPart = PhotosPart(),
    val place: PlacePart = PlacePart(),
    /** What is typed to find a type, and the types that fit. */
    val query: String = "",
    val found: List<FoundType> = emptyList(),
    /** Whom to turn to when no type fits. */
    val noneFits: NoneFits? = null,
    /** Answers by question, as they are typed. */
    val answers: Map<String, String> = emptyMap(),
    val description: String = "",
    val contact: ContactPart = ContactPart(),
    /** Whether the city has a text to agree to before contacts are left. */
    val hasConsent: Boolean = false,
    /** Whom to call when there is danger. */
    val emergencyPhone: String? = null,
    /** What may be the same problem, while the author is asked. */
    val near: NearPart? = null,
    /** What is wrong, by the report's field. */
    val wrong: Map<String, String> = emptyMap(),
    /** The button of the page does its work. */
    val busy: Boolean = false,
    /** The person is asked whether to throw it away. */
    val asks: Boolean = false,
) {
    val isFirst: Boolean get() = near == null && page == step?.pages?.firstOrNull()?.page

    /** How far a page is. */
    fun stateOf(page: Page): PageState? = step?.pages?.find { it.page == page }?.state

    companion object {
        /** As many as the city takes. */
        const val PHOTOS_MAX = 10
    }
}

/** Photos: those that are being made ready, and what hinders. */
data class PhotosPart(
    val making: List<Making> = emptyList(),
    val camera: CameraTrouble? = null,
    /** What is wrong with a photo that was chosen. */
    val trouble: String? = null,
    /** What came of a photo besides: its place is the pin's. */
    val note: String? = null,
)

/** A photo that is being made ready, and how far that is, percent. */
data class Making(val key: Int, val percent: Int)

/** Why there is no photo from the camera. */
enum class CameraTrouble { DENIED, MISSING }

/** Where it is: the map, the pin in its middle, and its name. */
data class PlacePart(
    /** Where the map stands; nothing until the city was heard. */
    val camera: Camera? = null,
    /** What the report says; nothing until something said where. */
    val pin: Place? = null,
    val address: String = "",
    /** Where the pin comes from, in words. */
    val note: String? = null,
    /** Why the phone does not say where it is. */
    val lost: Whereabouts? = null,
    /** The phone is looking for where it is. */
    val locating: Boolean = false,
    /** Where a photo was taken, while the pin stands elsewhere. */
    val ofPhoto: Place? = null,
    /** What is typed to find a place, what fits, and why nothing does. */
    val query: String = "",
    val found: List<FoundPlace> = emptyList(),
    val trouble: String? = null,
)

/** How to reach the author, as it is typed. */
data class ContactPart(
    val name: String = "",
    val email: String = "",
    val phone: String = "",
    /** Agreed to the text of the city. */
    val agreed: Boolean = false,
) {
    val isEmpty: Boolean get() = name.isBlank() && email.isBlank() && phone.isBlank()
}

/** What may be the same problem. */
data class NearPart(
    val list: NearbyList,
    /** Those that were made on this phone. */
    val own: Set<String>,
    /** The one that the author has joined. */
    val joined: String? = null,
)
