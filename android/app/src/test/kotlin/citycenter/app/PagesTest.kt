package citycenter.app

import citycenter.core.Pages
import citycenter.core.Route
import citycenter.mobilecore.Language
import org.junit.Assert.assertEquals
import org.junit.Test

class PagesTest {
    @Test
    fun `pages that were open are open again after the system ended the app`() {
        val before = Pages(listOf(Route.Map, Route.Mine, Route.Report("a1")))
        val after = Pages(emptyList())
        after.reopen(before.text())
        assertEquals(before.open.value, after.open.value)
    }

    @Test
    fun `where an app still runs its pages are the newer ones`() {
        val running = Pages(listOf(Route.Map, Route.Settings))
        running.reopen(Pages(listOf(Route.Map, Route.Mine)).text())
        assertEquals(listOf(Route.Map, Route.Settings), running.open.value)
    }

    @Test
    fun `another app opens a report, and no other page`() {
        assertEquals(Route.Report("a1"), newsPage(Route.Report("a1").text))
        assertEquals(listOf(null, null, null), listOf(Route.Settings.text, "nonsense", null).map(::newsPage))
    }

    @Test
    fun `Russian is spoken to who has it, English to everybody else`() {
        assertEquals(Language.RU, languageOf("ru"))
        assertEquals(listOf(Language.EN, Language.EN), listOf("en", "fr").map(::languageOf))
    }

    @Test
    fun `a picture is divided until it is no larger than the screen`() {
        assertEquals(1, Bitmaps.sample(1000, 2000, 2000))
        assertEquals(2, Bitmaps.sample(2048, 1536, 2000))
        assertEquals(8, Bitmaps.sample(8000, 6000, 1080))
    }
}
