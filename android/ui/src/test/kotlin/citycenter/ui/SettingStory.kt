package citycenter.ui

import citycenter.core.Phone
import citycenter.mobilecore.Language
import org.junit.jupiter.api.Assertions.assertEquals
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
        find(androidx.compose.ui.test.hasText(words("app_sign_out_ask")))
        pressLast("app_sign_out")
        sees("app_account_nobody")
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
        press("app_discard")
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
