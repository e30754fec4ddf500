package citycenter.app

import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import citycenter.core.Route
import citycenter.mobilecore.Language
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assume.assumeTrue
import org.junit.Rule
import org.junit.Test

/** On a phone, or an emulator: that what a JVM cannot try is there. */
class OpensTest {
    @get:Rule val phone = createAndroidComposeRule<MainActivity>()

    private val app get() = (phone.activity.application as CityApplication).app

    @Test
    fun theFirstStartAsksForACity() {
        assumeTrue("a city is known", app.account() == null)
        phone.waitUntil(TIMEOUT) { app.pages.open.value.last() is Route.City }
        phone.waitUntil(TIMEOUT) { phone.onAllNodes(hasText(app.words("app_city_first"))).fetchSemanticsNodes().isNotEmpty() }
    }

    @Test
    fun theCoreSpeaksBothLanguages() {
        assertEquals("Город", citycenter.mobilecore.say(Language.RU, "app_short_name", emptyMap()))
        assertEquals("City", citycenter.mobilecore.say(Language.EN, "app_short_name", emptyMap()))
    }

    @Test
    fun theKeystoreKeepsASecret() {
        val safe = Safe(phone.activity.noBackupFilesDir.resolve("safe-of-a-test"))
        safe.write("tokens-1", "one")
        assertEquals("one", safe.read("tokens-1"))
        safe.remove("tokens-1")
    }

    @Test
    fun lettersAreRead() = assertNotNull(letters(phone.activity))

    @Test
    fun pagesOutliveTheActivity() {
        phone.runOnUiThread { app.pages.start(Route.Settings) }
        phone.activityRule.scenario.recreate()
        phone.runOnUiThread { assertEquals(Route.Settings, app.pages.open.value.last()) }
    }

    private companion object {
        const val TIMEOUT = 20_000L
    }
}
