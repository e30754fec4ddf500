@file:OptIn(ExperimentalTestApi::class)

package citycenter.ui

import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.performClick
import citycenter.core.Desk
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Shot
import java.nio.file.Files
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** What an author and others do on a report's page. */
class AuthorStory {
    private suspend fun Hand.resolved(): String {
        val id = Desk.lamp(app.core, Desk.photo("lamp-before"))
        val crew = Phone(Files.createTempDirectory("crew")).openAtHome()
        crew.signIn("lighting", Phone.PASSWORD)
        Desk.resolve(crew, id, Desk.photo("lamp-after"))
        crew.close()
        return id
    }

    @Test
    fun `an author sees before and after, looks closer, and confirms with stars`() = story {
        val id = resolved()
        app.pages.go(Route.Report(id))
        sees("own_check_title")
        picture("report-resolved")
        find(hasContentDescription(words("photo_after", "date" to "").trim(), substring = true)).performClick()
        sees("photo_of", "index" to 2, "count" to 2)
        press("photo_nearer")
        picture("photo-large")
        press("photo_of", "index" to 1, "count" to 2)
        seesText(words("photo_before", "date" to "").trim())
        press("app_back")
        press("own_confirm")
        sees("own_confirm_title")
        find(hasContentDescription(words("app_rating_4"), substring = true)).performClick()
        sees("app_rating_4")
        picture("confirm")
        press("own_confirm_send")
        sees("own_done")
        seesNo("own_check_title")
        sees("case_status_confirmed")
        picture("report-confirmed")
        assertEquals("confirmed", app.core.report(id).status)
    }

    @Test
    fun `an author disagrees, with words and a photo`() = story {
        app.pages.go(Route.Report(resolved()))
        press("own_dispute")
        sees("own_dispute_title")
        press("own_dispute_send")
        sees("error_field_required")
        picture("dispute-missing")
        type("own_dispute_reason", "It is dark again")
        phone.device.shots += Shot.Taken(Desk.photo("lamp-before"), phone.now())
        press("screen_wizard_photo_take")
        sees("screen_wizard_photo_remove", "index" to 1)
        picture("dispute")
        press("app_back")
        sees("app_deed_go_on")
        picture("report-begun")
        press("app_deed_go_on")
        seesText("It is dark again")
        press("own_dispute_send")
        sees("own_disputed_text")
        val id = (app.pages.open.value.last() as Route.Report).id
        val city = app.core.report(id)
        assertEquals("disputed", city.status)
        assertEquals(3, city.photos.size)
    }

    @Test
    fun `letters that are typed faster than they are kept all stay`() = story {
        app.pages.go(Route.Report(resolved()))
        press("own_dispute")
        sees("own_dispute_title")
        val text = "It is dark again, and the pavement is broken as well"
        typeFast("own_dispute_reason", text)
        wait("all of it to be kept") { app.core.begunDeeds(route().report).singleOrNull()?.screen()?.note == text }
        seesText(text)
    }

    private fun Hand.route() = app.pages.open.value.last() as Route.Deed

    @Test
    fun `somebody else has the same trouble, and reads it without a network`() = story {
        val author = Phone(Files.createTempDirectory("author")).openAtHome()
        val id = Desk.lamp(author)
        author.close()
        app.pages.go(Route.Report(id))
        press("support_add")
        sees("support_mine")
        picture("report-new")
        phone.trouble = Phone.Trouble.OFFLINE
        press("app_refresh")
        val kept = checkNotNull(app.core.report(id)) { "nothing is kept" }
        seesText(checkNotNull(kept.keptText))
        seesText(kept.title)
        picture("report-offline")
        phone.trouble = Phone.Trouble.NONE
        assertEquals(words.count("support_count", 1), app.core.publicReport(id).supportsText)
        app.pages.go(Route.Report("0190c2a4-0000-7000-8000-000000000000"))
        sees("screen_report_lost_title")
        picture("report-lost")
    }
}
