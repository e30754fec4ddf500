package citycenter.ui

import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.performClick
import citycenter.core.Phone
import citycenter.core.Post
import citycenter.mobilecore.Language
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Around the pages: a city, who one is, what one sets, and one's own reports. */
class SettingStory {
    @Test
    fun `a new phone comes to its city by an address`() = story(atHome = false) {
        sees("app_city_first")
        picture("city")
        type("app_city_address", "nowhere at all")
        press("app_city_enter")
        sees("app_city_unreadable")
        picture("city-wrong")
        type("app_city_address", "${Phone.server()}/c/${Phone.city()}")
        sees("app_city_server", "server" to Phone.server())
        press("app_city_enter")
        sees("app_tab_settings")
    }

    @Test
    fun `staff signs in and out again`() = story {
        press("app_tab_settings")
        picture("settings")
        press("app_sign_in")
        picture("sign-in")
        press("app_sign_in_staff")
        type("app_sign_in_login", "lighting")
        type("account_password", "no")
        press("app_sign_in_go")
        sees("app_sign_in_wrong")
        picture("sign-in-wrong")
        type("account_password", Phone.PASSWORD)
        press("app_sign_in_go")
        sees("app_tab_round")
        press("app_tab_settings")
        press("app_sign_out")
        sees("app_sign_out_ask")
        picture("settings-sign-out")
        press("app_no")
        press("app_sign_out")
        sees("app_sign_out_ask")
        pressLast("app_sign_out")
        sees("app_account_nobody")
    }

    @Test
    fun `a resident comes in by a code, and is erased with what the phone had of them`() = story {
        val address = Post.address()
        press("app_tab_settings")
        press("app_sign_in")
        type("app_sign_in_reach", address)
        find(hasText(words("app_sign_in_agree"))).performClick()
        press("app_sign_in_get_code")
        sees("app_sign_in_code_sent", "reach" to address)
        picture("sign-in-code")
        type("app_sign_in_code", "000000")
        press("app_sign_in_go")
        sees("error_field_wrong_code")
        var code: String? = null
        wait("a code by mail") { runBlocking { Post.code(address) }.also { code = it } != null }
        type("app_sign_in_code", checkNotNull(code))
        press("app_sign_in_go")
        sees("app_erase")
        picture("settings-resident")
        app.core.newDraft().describe("Half a word")
        val id = app.core.enqueue(Phone.write(app.core))
        app.core.flush()
        assertEquals(Phone.WORDS, app.core.report(id).description)

        press("app_erase")
        sees("app_erase_text")
        picture("settings-erase")
        pressLast("app_erase")
        sees("app_erased")
        sees("app_account_nobody")
        assertTrue(app.core.drafts().isEmpty())
        assertTrue(app.core.myReports().isEmpty())
        assertNull(app.core.publicReport(id).description)
        press("app_tab_mine")
        sees("app_mine_empty")
    }

    @Test
    fun `a second city is added, chosen and forgotten`() = story {
        press("app_tab_settings")
        press("app_city_add")
        type("app_city_address", "${Phone.server()}/c/yuzhno-sakhalinsk")
        picture("city-second")
        press("app_city_enter")
        wait("the other city") { app.account()?.city == "yuzhno-sakhalinsk" }
        press("app_tab_settings")
        val first = app.core.accounts().first { it.city == Phone.city() }.title
        pressText(first, substring = true)
        wait("the first city again") { app.account()?.city == Phone.city() }
        press("app_city_forget")
        sees("app_city_forget_ask", "city" to first)
        picture("settings-forget")
        pressLast("app_city_forget")
        wait("one city") { app.core.accounts().map { it.city } == listOf("yuzhno-sakhalinsk") }
    }

    @Test
    fun `data and news are set and kept`() = story {
        press("app_tab_settings")
        find(hasText(words("app_data_spare")) and hasClickAction()).performClick()
        wait("mobile data to be spared") { app.core.spareMetered() }
        pressText(words("app_data_at_most", "size" to 20))
        wait("20 MB") { app.budget == 20_000_000L }
        phone.device.mayTell = false
        find(hasText(words("app_news_tell")) and hasClickAction()).performClick()
        sees("app_news_denied")
        press("app_permissions")
        assertEquals(listOf("permissions"), phone.device.asked)
    }

    @Test
    fun `another language is spoken at once`() = story {
        press("app_tab_settings")
        val (name, map) = if (words.language == Language.EN) "Русский" to "Карта" else "English" to "Map"
        pressText(name)
        wait("the other language") { words("app_tab_map") == map }
        seesText(map)
    }

    @Test
    fun `what waits without a network is seen, and goes when there is one`() = story {
        phone.trouble = Phone.Trouble.OFFLINE
        app.core.enqueue(Phone.write(app.core))
        app.core.newDraft().describe("Half a word")
        app.changed()
        press("app_tab_mine")
        sees("app_outbox")
        sees("delivery_waiting")
        sees("app_drafts")
        picture("mine-offline")
        press("app_of", "what" to words("app_discard"), "title" to words("draft_untitled"))
        sees("app_discard_ask")
        picture("mine-discard")
        pressLast("app_discard")
        seesNo("app_drafts")
        phone.trouble = Phone.Trouble.NONE
        press("app_refresh")
        sees("app_in_city")
        picture("mine")
        assertEquals(1, app.core.myReports().size)
        assertTrue(app.core.drafts().isEmpty())
    }

    @Test
    fun `nothing of one's own is said to be nothing`() = story {
        press("app_tab_mine")
        sees("app_mine_empty")
        picture("mine-empty")
    }
}
