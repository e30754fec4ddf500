@file:OptIn(ExperimentalTestApi::class)

package citycenter.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.swipe
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Shot
import citycenter.core.Whereabouts
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.Place
import java.nio.file.Files
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Somebody sees something broken and says so. */
class WizardStory {
    @Test
    fun `a whole report by clicks, with a photo and a few words`() = story {
        phone.device.shots += Shot.Taken(Phone.photo(1200, 900), phone.now())
        phone.device.where = Whereabouts.Here(EDGE, 12)
        begin()
        sees("app_wizard_photo_lead")
        picture("wizard-photos")
        press("screen_wizard_photo_take")
        sees("screen_wizard_photo_alt", "index" to 1)
        picture("wizard-photo-taken")
        press("action_next")
        sees("app_wizard_place_here", "metres" to 12)
        picture("wizard-place")
        press("action_next")
        sees("draft_page_category")
        picture("wizard-category")
        type("screen_wizard_type_search", titleOf(LIGHTING).take(6))
        seesText(titleOf(LIGHTING))
        picture("wizard-search")
        type("screen_wizard_type_search", "")
        pressText(categoryOf(LIGHTING))
        seesText(titleOf(LIGHTING))
        picture("wizard-type")
        pressText(titleOf(LIGHTING))
        sees("draft_page_questions")
        picture("wizard-questions")
        pressText(optionOf(LIGHTING, "what", "dark"))
        press("action_next")
        another()
        typeOptional("screen_wizard_description", "Two lamps are dark, since Monday")
        picture("wizard-send")
        pressText("${words("screen_wizard_contact")} (${words("common_optional")})")
        type("screen_wizard_contact_email", "ann@example.com")
        press("screen_wizard_contact_consent")
        picture("wizard-contact")
        press("action_send_as_is")
        sees("screen_receipt_title")
        wait("the promise") { app.core.myReports().single().number != null }
        sees("screen_receipt_next")
        picture("receipt")
        val own = app.core.report(app.core.myReports().single().id)
        assertEquals("Two lamps are dark, since Monday", own.description)
        assertEquals(1, own.photos.size)
        press("screen_receipt_follow")
        sees("app_receipt_told")
        picture("receipt-told")
        press("app_receipt_done")
        wait("the map") { app.pages.open.value == listOf(Route.Map) }
    }

    @Test
    fun `without a network it is kept, without a camera and a place it is written all the same`() = story {
        phone.trouble = Phone.Trouble.OFFLINE
        phone.device.shots += Shot.Denied
        phone.device.where = Whereabouts.Denied
        begin()
        press("screen_wizard_photo_take")
        sees("app_wizard_camera_denied")
        picture("wizard-camera-denied")
        press("app_wizard_photo_without")
        sees("app_wizard_where_denied")
        picture("wizard-place-denied")
        press("action_next")
        sees("screen_wizard_place_missing")
        drag()
        sees("screen_wizard_place_chosen")
        press("action_next")
        pressText(categoryOf(LIGHTING))
        pressText(titleOf(LIGHTING))
        press("action_next")
        another()
        press("action_send_as_is")
        sees("app_receipt_waiting_title")
        picture("receipt-waiting")
        assertEquals(Delivery.WAITING, app.core.myReports().single().delivery)
        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        press("screen_waiting_send")
        sees("screen_receipt_title")
    }

    @Test
    fun `danger is said before anything else is asked`() = story {
        phone.device.where = Whereabouts.Here(EDGE, 12)
        begin()
        press("app_wizard_photo_without")
        sees("app_wizard_place_here", "metres" to 12)
        press("action_next")
        type("screen_wizard_type_search", titleOf(MANHOLE).take(8))
        pressText(titleOf(MANHOLE))
        val danger = typeOf(MANHOLE).danger!!
        seesText(danger.text)
        picture("wizard-danger")
        press("action_call", "phone" to danger.phone)
        assertTrue("call ${danger.phone}" in phone.device.asked)
        press("app_back")
        seesText(danger.text)
        picture("wizard-danger-type")
    }

    @Test
    fun `the report of another is supported instead of one's own`() = story {
        val other = Phone(Files.createTempDirectory("other")).appAtHome()
        val theirs = other.core.newDraft()
        theirs.putPin(CROSSING, null)
        theirs.chooseType(LIGHTING)
        other.core.enqueue(theirs)
        other.core.flush()
        other.close()
        phone.device.where = Whereabouts.Here(CROSSING, 5)
        begin()
        press("app_wizard_photo_without")
        sees("app_wizard_place_here", "metres" to 5)
        press("action_next")
        pressText(categoryOf(LIGHTING))
        pressText(titleOf(LIGHTING))
        press("action_next")
        sees("app_wizard_near_title")
        picture("wizard-near")
        val first = app.core.nearby(LIGHTING, CROSSING).reports.first { it.open }
        press("app_wizard_near_support")
        sees("near_joined")
        picture("wizard-near-joined")
        press("near_leave", "number" to first.number)
        wait("their report") { app.pages.open.value.last() == Route.Report(first.id) }
        assertTrue(app.core.drafts().isEmpty())
    }

    @Test
    fun `what the city refuses says why, and is changed or thrown away`() = story {
        val draft = app.core.newDraft()
        draft.putPin(FAR, null)
        draft.chooseType(LIGHTING)
        val id = app.core.enqueue(draft)
        app.pages.go(Route.Receipt(id))
        app.wake()
        sees("app_receipt_parked_title")
        sees("error_field_outside_city")
        picture("receipt-parked")
        press("app_retry")
        sees("app_receipt_parked_title")
        press("app_revise")
        sees("draft_page_photos")
        app.pages.back()
        press("app_tab_mine")
        sees("app_drafts")
        press("app_of", "what" to words("app_discard"), "title" to app.core.drafts().single().title)
        sees("app_discard_ask")
        picture("receipt-discard")
        pressLast("app_discard")
        wait("nothing is left") { app.core.drafts().isEmpty() && app.core.myReports().isEmpty() }
    }

    private fun Hand.begin() = app.pages.go(Route.Wizard())

    private fun Hand.categories() = app.core.newDraft().step().categories

    private fun Hand.typeOf(slug: String) = categories().flatMap { it.types }.first { it.slug == slug }

    private fun Hand.titleOf(slug: String) = typeOf(slug).title

    private fun Hand.categoryOf(slug: String) = categories().first { it.types.any { type -> type.slug == slug } }.title

    private fun Hand.optionOf(slug: String, question: String, option: String) =
        typeOf(slug).questions.first { it.id == question }.options.first { it.id == option }.title

    private fun Hand.typeOptional(key: String, text: String) {
        find(hasSetTextAction() and hasContentDescription(words(key), substring = true)).performTextReplacement(text)
    }

    /** It is none of those that other stories left there. */
    private fun Hand.another() {
        val near = words("app_wizard_near_title")
        wait("the last page") { said().run { words("draft_page_send") in this || near in this } }
        if (near in said()) press("near_another")
        sees("draft_page_send")
    }

    /** Moves the map under its pin. */
    private fun Hand.drag() {
        find(hasContentDescription(words("screen_wizard_map")))
            .performTouchInput { swipe(center, center + Offset(-90f, 40f)) }
    }

    private companion object {
        const val LIGHTING = "road-street-lighting"
        const val MANHOLE = "road-open-manhole"
        val EDGE = Place(57.6163, 36.3921)
        val CROSSING = Place(57.6241, 36.4063)
        val FAR = Place(57.9, 36.4)
    }
}
