package citycenter.core

import citycenter.core.screen.app.AppEvent
import citycenter.core.screen.app.AppModel
import citycenter.core.screen.city.CityEvent
import citycenter.core.screen.city.CityModel
import citycenter.core.screen.mine.MineEvent
import citycenter.core.screen.mine.MineModel
import citycenter.core.screen.settings.SettingsEvent
import citycenter.core.screen.settings.SettingsModel
import citycenter.core.screen.settings.SettingsState.Question
import citycenter.core.screen.signin.SignInEvent
import citycenter.core.screen.signin.SignInModel
import citycenter.core.screen.signin.SignInState
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.Language
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The app around its pages: a city, an account, a language, what waits. */
class SettingTest {
    @TempDir lateinit var folder: Path

    /** The state once it is as it is waited for. */
    private suspend fun <S : Any> Model<S, *>.shows(what: (S) -> Boolean): S = withTimeout(20.seconds) { state.first(what) }

    @Test
    fun `a new phone asks for a city, names its server, and opens its map`() = runBlocking {
        val app = Phone(folder).app()
        val frame = AppModel(app)
        frame.shows { it.page == Route.City() }
        val city = CityModel(app, "")
        city.on(CityEvent.Type("not an address at all"))
        city.on(CityEvent.Agree)
        assertEquals(app.words("app_city_unreadable"), city.shows { it.wrong != null }.wrong)
        city.on(CityEvent.Type("${Phone.server()}/c/no-such-city"))
        city.on(CityEvent.Agree)
        assertEquals(app.words("app_city_not_found"), city.shows { it.wrong != null && !it.busy }.wrong)
        city.on(CityEvent.Type("${Phone.server()}/c/${Phone.city()}/report?at=57.6204,36.3992&type=road-street-lighting"))
        assertEquals(Phone.server(), city.shows { it.link != null }.link?.server)
        city.on(CityEvent.Agree)
        val state = frame.shows { it.page is Route.Wizard && it.account != null }
        assertEquals(Route.Map, state.pages.first())
        assertEquals("road-street-lighting", app.core.draft((state.page as Route.Wizard).draft)?.screen()?.issueType)
        assertFalse(Route.Round in state.tabs)
        app.close()
    }

    @Test
    fun `a link to a city that the phone does not know is asked about, one that it knows is opened`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val frame = AppModel(app)
        frame.shows { it.account != null }
        frame.on(AppEvent.Link("https://other.example/report?at=57.6204,36.3992"))
        frame.shows { it.page == Route.City("https://other.example/report?at=57.6204,36.3992") }
        assertEquals(1, app.core.accounts().size)
        frame.on(AppEvent.Link("${Phone.server()}/c/${Phone.city()}/report?at=57.6204,36.3992"))
        frame.shows { it.page is Route.Wizard }
        app.close()
    }

    @Test
    fun `staff comes in by a password and finds a round, a wrong one is said`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val frame = AppModel(app)
        val signIn = SignInModel(app)
        signIn.on(SignInEvent.Way(SignInState.Way.STAFF))
        signIn.on(SignInEvent.Login("lighting"))
        signIn.on(SignInEvent.Password("wrong"))
        signIn.on(SignInEvent.Go)
        assertEquals(app.words("app_sign_in_wrong"), signIn.shows { it.wrong != null }.wrong)
        signIn.on(SignInEvent.Password(Phone.PASSWORD))
        signIn.on(SignInEvent.Go)
        val state = frame.shows { it.page == Route.Round }
        assertTrue(Route.Round in frame.shows { it.account?.person != null }.tabs)
        assertEquals(Route.Map, state.pages.first())

        val settings = SettingsModel(app)
        settings.shows { it.account?.signedIn == true }
        settings.on(SettingsEvent.Ask(Question.SIGN_OUT))
        settings.on(SettingsEvent.Yes)
        settings.shows { it.account?.person == null }
        assertFalse(Route.Round in frame.shows { it.account?.person == null }.tabs)
        app.close()
    }

    @Test
    fun `a report that waits is shown, sent when there is a network, and counted until then`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val frame = AppModel(app)
        val mine = MineModel(app)
        phone.trouble = Phone.Trouble.OFFLINE
        val id = app.core.enqueue(Phone.write(app.core))
        app.changed()
        assertEquals(1, frame.shows { it.waiting == 1 }.waiting)
        assertEquals(Delivery.WAITING, mine.shows { it.outbox.isNotEmpty() }.outbox.single().delivery)
        mine.on(MineEvent.Open(id))
        frame.shows { it.page == Route.Receipt(id) }

        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        frame.on(AppEvent.Woken)
        assertNotNull(mine.shows { it.reports.isNotEmpty() }.reports.single().number)
        frame.shows { it.waiting == 0 }
        app.close()
    }

    @Test
    fun `a draft is thrown away after a question, and not without`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val draft = app.core.newDraft()
        draft.describe("Half a word")
        val mine = MineModel(app)
        mine.shows { it.drafts.isNotEmpty() }
        mine.on(MineEvent.Ask(draft.id()))
        mine.on(MineEvent.Ask(null))
        mine.on(MineEvent.Discard)
        assertEquals(1, mine.shows { it.asks == null }.drafts.size)
        mine.on(MineEvent.Ask(draft.id()))
        mine.on(MineEvent.Discard)
        mine.shows { it.drafts.isEmpty() }
        app.close()
    }

    @Test
    fun `another language is spoken at once and after a restart, and nothing is lost by it`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val draft = app.core.newDraft()
        draft.describe("Half a word")
        assertEquals("Map", app.words("app_tab_map"))
        app.speak(Language.RU)
        assertEquals("Карта", app.words("app_tab_map"))
        assertEquals(draft.id(), app.core.drafts().single().id)
        app.close()
        val later = phone.app(Language.EN)
        assertEquals("Карта", later.words("app_tab_map"))
        later.speak(null)
        assertNull(later.chosenLanguage)
        assertEquals("Map", later.words("app_tab_map"))
        later.close()
    }

    @Test
    fun `data use is kept, and a denied notification is said`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val settings = SettingsModel(app)
        settings.on(SettingsEvent.SpareMetered(true))
        settings.on(SettingsEvent.Budget(20_000_000))
        phone.device.mayTell = false
        settings.on(SettingsEvent.Tell(true))
        assertEquals(app.words("app_news_denied"), withTimeout(20.seconds) { app.notice.first { it != null } })
        assertFalse(settings.shows { it.spareMetered && it.budget == 20_000_000L }.tells)
        app.close()
        val later = phone.app()
        assertTrue(later.core.spareMetered())
        assertEquals(20_000_000L, later.budget)
        later.close()
    }

    @Test
    fun `back asks the page that is seen, and only that one`() = runBlocking {
        val pages = Pages(listOf(Route.Map, Route.Wizard("d")))
        var steps = 1
        pages.asks(Route.Map) { error("the map is not seen") }
        pages.asks(Route.Wizard("d")) { steps-- > 0 }
        pages.rename(Route.Wizard("d"), Route.Wizard("e"))
        assertTrue(pages.back())
        assertEquals(Route.Wizard("e"), pages.open.value.last())
        assertTrue(pages.back())
        assertEquals(listOf(Route.Map), pages.open.value)
        assertTrue(pages.goesBack.first())
        pages.asks(Route.Map, null)
        assertFalse(pages.goesBack.first())
        assertFalse(pages.back())
    }

    @Test
    fun `pages survive the end of the process, and what cannot be read is left out`() {
        val open = listOf(Route.Map, Route.City("https://a.example/c/b?x=1&y=2"), Route.Wizard("d"), Route.Deed("r", "x"), Route.SignIn)
        val text = Pages(open).text()
        assertEquals(open, Pages.read(text).open.value)
        assertEquals(listOf(Route.Map), Pages.read("unknown\nwizard\ndeed/1").open.value)
    }
}
