package citycenter.core.screen.wizard

import citycenter.core.Camera
import citycenter.mobilecore.FoundPlace
import citycenter.mobilecore.Page

sealed interface WizardEvent {
    /** What is written becomes something else, or goes. */
    sealed interface Change : WizardEvent

    /** Leaves the page as it is. */
    data object Next : WizardEvent

    /** A page back, or out of the report. */
    data object Back : WizardEvent

    /** Goes to a page. */
    data class Turn(val page: Page) : WizardEvent

    /** Goes away; what is written stays. */
    data object Close : WizardEvent

    /** Asks whether to throw it away; `false` asks no more. */
    data class Ask(val discard: Boolean) : WizardEvent

    data object Discard : WizardEvent

    data object TakePhoto : WizardEvent

    data object PickPhotos : WizardEvent

    /** Stops a photo that is being made ready. */
    data class CancelPhoto(val key: Int) : WizardEvent

    data class RemovePhoto(val id: String) : WizardEvent

    /** The system's page of this app's permissions. */
    data object Permissions : WizardEvent

    /** People moved the map, and with it the pin. */
    data class Moved(val camera: Camera) : WizardEvent

    /** The pin goes where the phone is. */
    data object Locate : WizardEvent

    /** The pin goes where a photo was taken. */
    data object UsePhotoPlace : WizardEvent

    data class Address(val text: String) : WizardEvent

    /** Looks for a place by its name. */
    data class FindPlace(val text: String) : WizardEvent

    /** The pin goes to a place that was found. */
    data class UsePlace(val found: FoundPlace) : WizardEvent

    data class ChooseCategory(val slug: String) : Change

    data class ChooseType(val slug: String) : Change

    /** Looks for a type by its words. */
    data class FindType(val text: String) : Change

    /** Asks for the city's list once more. */
    data object Reload : Change

    data class Call(val number: String) : WizardEvent

    /** Answers a question; nothing takes the answer back. */
    data class Answer(val question: String, val answer: String) : Change

    /** It is this one: the author joins it. */
    data class Support(val report: String) : WizardEvent

    /** It is none of those near. */
    data object Another : WizardEvent

    /** Goes to the report that the author joined; one's own is not needed any more. */
    data class Follow(val report: String) : WizardEvent

    data class Describe(val text: String) : Change

    data class Contact(val contact: ContactPart) : Change

    /** Opens what people agree to, outside of the app. */
    data object ReadConsent : WizardEvent

    /** Goes over to what the city asks now. */
    data object TakeChanges : Change

    data object Send : Change
}
