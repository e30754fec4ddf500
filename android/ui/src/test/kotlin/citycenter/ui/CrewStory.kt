@file:OptIn(ExperimentalTestApi::class)

package citycenter.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.performClick
import citycenter.core.Desk
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Shot
import citycenter.core.Whereabouts
import citycenter.mobilecore.Place
import citycenter.mobilecore.RoundOrder
import java.nio.file.Files
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A crew with the app in its hand. */
class CrewStory {
    /** A dark lamp somewhere in the town, in the hands of the crew: its id, and where it is. */
    private suspend fun given(): Pair<String, Place> {
        val author = Phone(Files.createTempDirectory("author")).openAtHome()
        val place = Desk.lamps().random()
        val id = Desk.lamp(author, Desk.photo("lamp-before"), place)
        Desk.of("lighting").give(id)
        author.close()
        return id to place
    }

    private suspend fun Hand.comesToWork() {
        app.core.signIn("lighting", Phone.PASSWORD)
        app.changed()
        press("app_tab_round")
    }

    @Test
    fun `a case is found near, accepted and resolved with a photo in a cellar, and arrives`() = story {
        val (id, place) = given()
        phone.device.where = Whereabouts.Here(place, 8)
        comesToWork()
        sees("distance_here")
        picture("round")
        press("desk_map")
        picture("round-map")
        press("desk_map")
        find(hasText(words("distance_here"))).performClick()
        sees("action_to_accepted")
        picture("case")

        phone.trouble = Phone.Trouble.OFFLINE
        press("action_to_accepted")
        sees("deed_waiting", "what" to words("case_status_accepted"))
        picture("case-offline")
        press("action_to_resolved")
        sees("screen_resolve_title")
        val resolved = words("action_to_resolved").removeSuffix("…")
        pressText(resolved)
        sees("ask_photos_missing")
        picture("resolve-missing")
        phone.device.where = Whereabouts.Denied
        phone.device.shots += Shot.Taken(Desk.photo("lamp-after"), phone.now())
        press("screen_wizard_photo_take")
        sees("app_deed_place_denied")
        press("outcome_measures_taken")
        press("outcome_fixed")
        picture("resolve")
        pressText(resolved)
        sees("app_deed_kept")
        sees("deed_waiting", "what" to words("case_status_resolved"))
        picture("case-waiting")

        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        press("app_refresh")
        sees("own_done")
        sees("case_status_resolved")
        picture("case-resolved")
        press("round_navigate")
        assertTrue(phone.device.asked.any { it.startsWith("open geo:") })
        press("app_back")
        assertTrue(app.core.round(null, RoundOrder.DEADLINE).none { it.card.id == id && it.waiting != null })
        val city = Phone(Files.createTempDirectory("other")).openAtHome().also { it.signIn("lighting", Phone.PASSWORD) }.refreshCase(id)
        assertEquals("resolved", city.report.status)
        assertEquals(2, city.report.photos.size)
    }

    @Test
    fun `somebody was faster at the desk, and the crew decides`() = story {
        val (id, _) = given()
        comesToWork()
        app.core.refreshRound()
        app.pages.go(Route.Case(id))
        sees("action_to_in_progress")
        phone.trouble = Phone.Trouble.OFFLINE
        press("action_to_in_progress")
        sees("deed_waiting", "what" to words("case_status_in_progress"))
        Desk.of("dispatcher").move(id, "accepted")
        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        press("app_refresh")
        sees("app_redo")
        picture("case-overtaken")
        press("round_give_up")
        sees("app_discard_ask")
        press("app_no")
        press("app_redo")
        sees("own_done")
        seesNo("app_redo")
        sees("case_status_in_progress")
    }

    @Test
    fun `nothing to do is said once the city was heard`() = story {
        app.core.signIn("roads", Phone.PASSWORD)
        app.changed()
        phone.trouble = Phone.Trouble.OFFLINE
        press("app_tab_round")
        sees("app_trouble_offline")
        picture("round-offline")
        phone.trouble = Phone.Trouble.NONE
        press("app_refresh")
        sees("round_empty_title")
        press("desk_sort_nearest")
        sees("app_round_place_unknown")
        picture("round-empty")
    }
}
