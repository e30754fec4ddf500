package citycenter.app

import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.createAndroidComposeRule
import androidx.compose.ui.test.performClick
import androidx.test.platform.app.InstrumentationRegistry
import citycenter.core.Route
import citycenter.mobilecore.Network as Kind
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assume.assumeTrue
import org.junit.Rule
import org.junit.Test

/** A person whose network goes; beside a server (`scripts/android-walk.sh`). */
class OfflineTest {
    @get:Rule val phone = createAndroidComposeRule<MainActivity>()

    private val app get() = (phone.activity.application as CityApplication).app

    @After fun online() = network(on = true)

    @Test
    fun theMapOpensAndADraftIsKeptWithoutANetwork() {
        assumeTrue("made for no city", BuildConfig.HOME.isNotEmpty())
        if (app.account() == null) {
            val enter = hasText(app.words("app_city_enter"))
            phone.waitUntil(TIMEOUT) { phone.onAllNodes(enter).fetchSemanticsNodes().isNotEmpty() }
            phone.onNode(enter).performClick()
        } else {
            phone.runOnUiThread { app.pages.start(Route.Map) }
        }
        phone.waitUntil(TIMEOUT) { app.pages.open.value == listOf(Route.Map) }
        network(on = false)
        val before = app.core.drafts().size
        app.core.newDraft().describe("A hole, half a metre wide")
        phone.activityRule.scenario.recreate()
        assertEquals(before + 1, app.core.drafts().size)
    }

    /** Over the cable the server is reached all the same: what counts is what the phone knows. */
    private fun network(on: Boolean) {
        val order = if (on) "enable" else "disable"
        for (kind in listOf("wifi", "data")) {
            InstrumentationRegistry.getInstrumentation().uiAutomation.executeShellCommand("svc $kind $order").close()
        }
        val known = Network(InstrumentationRegistry.getInstrumentation().targetContext)
        phone.waitUntil(TIMEOUT) { (known.network() != Kind.NONE) == on }
    }

    private companion object {
        const val TIMEOUT = 30_000L
    }
}
