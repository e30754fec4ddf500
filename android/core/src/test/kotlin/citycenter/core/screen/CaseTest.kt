package citycenter.core.screen

import citycenter.core.App
import citycenter.core.Desk
import citycenter.core.Model
import citycenter.core.Pages
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Shot
import citycenter.core.Whereabouts
import citycenter.core.screen.case.CaseEvent
import citycenter.core.screen.case.CaseModel
import citycenter.core.screen.case.CaseState
import citycenter.core.screen.deed.DeedEvent
import citycenter.core.screen.deed.DeedModel
import citycenter.core.screen.deed.PhotoTrouble
import citycenter.core.screen.report.Doing
import citycenter.core.screen.round.RoundEvent
import citycenter.core.screen.round.RoundModel
import citycenter.core.text
import citycenter.mobilecore.DeedFieldKind
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.RoundOrder
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** A crew with the app: its round, a case, and what is done to it. */
class CaseTest {
    @TempDir lateinit var folder: Path

    private suspend fun <S : Any> Model<S, *>.shows(what: (S) -> Boolean): S =
        withTimeoutOrNull(20.seconds) { state.first(what) } ?: throw AssertionError("in vain: ${state.value}")

    private suspend fun Phone.crew(): App = appAtHome().also {
        it.core.signIn("lighting", Phone.PASSWORD)
        it.changed()
    }

    private suspend fun CaseModel.press(to: String) {
        val ready: (CaseState) -> Boolean = { state -> state.case?.actions.orEmpty().any { it.kind == DeedKind.Move(to) } }
        on(CaseEvent.Act(shows(ready).case!!.actions.first { it.kind == DeedKind.Move(to) }))
    }

    private fun App.form(): DeedModel = (pages.open.value.last() as Route.Deed).let { DeedModel(this, it.report, it.kind) }

    private suspend fun App.opens(what: (Route) -> Boolean) = withTimeout(20.seconds) { pages.open.first { what(it.last()) } }

    @Test
    fun `a crew goes from its round to a resolved case in a cellar, and all of it arrives`() = runBlocking {
        val id = Desk.givenLamp(folder.resolve("author"))
        val phone = Phone(folder.resolve("crew"))
        val app = phone.crew()
        phone.device.where = Whereabouts.Here(app.core.city().center, 8)
        val round = RoundModel(app)
        val stop = round.shows { state -> state.cards.any { it.card.id == id } && state.order == RoundOrder.NEAREST }
        assertEquals(app.words("distance_here"), stop.cards.first { it.card.id == id }.distance)
        assertNotNull(round.shows { it.kinds.isNotEmpty() }.kinds[stop.cards.first().card.title])
        assertTrue(stop.groups.flatMap { it.second } == stop.cards, "every case stands under a heading")

        phone.trouble = Phone.Trouble.OFFLINE
        round.on(RoundEvent.Refresh)
        assertEquals(app.words("app_trouble_offline"), round.shows { it.trouble != null && !it.refreshing }.trouble)
        round.on(RoundEvent.Open(id))
        app.opens { it == Route.Case(id) }
        val case = CaseModel(app, id)
        assertTrue(case.shows { it.case != null }.main!!.atOnce)
        case.press("accepted")
        case.shows { it.doings.waiting.size == 1 }
        case.press("resolved")
        app.opens { it == Route.Deed(id, "move:resolved") }

        val form = app.form()
        assertEquals("Resolved", form.shows { it.form != null && it.button.isNotEmpty() }.button)
        form.on(DeedEvent.Send)
        assertNotNull(form.shows { it.pressed }.wrong(DeedFieldKind.PHOTOS))
        form.on(DeedEvent.TakePhoto)
        form.shows { it.adding == null }
        phone.device.shots += Shot.Taken(Phone.photo(), phone.now())
        form.on(DeedEvent.TakePhoto)
        form.on(DeedEvent.Say("A new lamp"))
        assertNull(form.shows { it.form?.photos?.size == 1 && it.form?.note == "A new lamp" }.photoTrouble)
        form.on(DeedEvent.Send)
        app.opens { it == Route.Case(id) }
        assertEquals(app.words("app_deed_kept"), app.notice.value)
        case.shows { it.doings.waiting.size == 2 }
        assertTrue(round.shows { state -> state.cards.any { it.waiting != null } }.cards.none { it.undecided })

        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        app.wake()
        case.shows { it.doings.waiting.isEmpty() && it.case?.report?.status == "resolved" }
        assertEquals(app.words("own_done"), app.notice.value)
        assertTrue(""""distance_m":0""" in Desk.of("dispatcher").case(id), "the photo says where it was taken")
        case.on(CaseEvent.Navigate)
        val place = case.state.value.case!!.report.place
        assertTrue(phone.device.asked.any { it.startsWith("open geo:${place.lat},${place.lon}") })
        app.close()
    }

    @Test
    fun `a form outlives the app, and a photo without its place is better than none`() = runBlocking {
        val id = Desk.givenLamp(folder.resolve("author"))
        val phone = Phone(folder.resolve("crew"))
        val app = phone.crew()
        app.pages.go(Route.Case(id))
        val case = CaseModel(app, id)
        case.press("accepted")
        case.shows { it.doings.waiting.isEmpty() && it.case?.report?.status == "accepted" }
        case.press("resolved")
        app.opens { it is Route.Deed }
        val form = app.form()
        form.shows { it.form != null }
        phone.device.where = Whereabouts.Denied
        phone.device.shots += Shot.Denied
        form.on(DeedEvent.TakePhoto)
        assertEquals(PhotoTrouble.CAMERA_DENIED, form.shows { it.photoTrouble != null }.photoTrouble)
        form.on(DeedEvent.Say("Half a sentence"))
        // What is typed is shown at once; the phone keeps it a moment later.
        withTimeout(20.seconds) {
            while (app.core.begunDeeds(id).singleOrNull()?.screen()?.note != "Half a sentence") yield()
        }
        val pages = app.pages.text()
        app.close()

        phone.device.left = listOf(Shot.Taken(Phone.photo(), phone.now()))
        val later = phone.app(pages = Pages.read(pages))
        val again = later.form()
        assertEquals("Half a sentence", again.shows { it.form?.photos?.size == 1 && it.adding == null }.form?.note)
        assertEquals(1, CaseModel(later, id).shows { it.doings.begun.isNotEmpty() }.doings.begun.size)
        again.on(DeedEvent.RemovePhoto(again.state.value.form!!.photos.single().id))
        again.shows { it.form?.photos?.isEmpty() == true }
        phone.device.shots += Shot.Taken(Phone.photo(), phone.now())
        again.on(DeedEvent.TakePhoto)
        assertEquals(PhotoTrouble.PLACE_DENIED, again.shows { it.form?.photos?.size == 1 }.photoTrouble)
        again.on(DeedEvent.Send)
        later.opens { it == Route.Case(id) }
        CaseModel(later, id).shows { it.case?.report?.status == "resolved" && it.doings.waiting.isEmpty() }
        assertTrue(""""distance_m":0""" !in Desk.of("dispatcher").case(id))
        later.close()
    }

    @Test
    fun `whoever was overtaken at the desk does it all the same or drops it`() = runBlocking {
        val ids = listOf("one", "two").map { Desk.givenLamp(folder.resolve(it)) }
        val phone = Phone(folder.resolve("crew"))
        val app = phone.crew()
        val cases = ids.map { CaseModel(app, it) }
        cases.forEach { model -> model.shows { it.case != null && !it.loading } }
        phone.trouble = Phone.Trouble.OFFLINE
        cases.forEach { it.press("in_progress") }
        cases.forEach { model -> model.shows { it.doings.waiting.size == 1 } }
        val desk = Desk.of("dispatcher")
        ids.forEach { desk.move(it, "accepted") }

        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        app.wake()
        val (redone, dropped) = cases
        val overtaken = redone.shows { state -> state.doings.waiting.any { it.overtaken } }.doings.waiting.single()
        assertEquals(listOf("The service accepted it"), overtaken.changes)
        redone.on(CaseEvent.Do(Doing.Redo(overtaken.id)))
        redone.shows { it.doings.waiting.isEmpty() && it.case?.report?.status == "in_progress" }

        val deed = dropped.shows { state -> state.doings.waiting.any { it.overtaken } }.doings.waiting.single().id
        dropped.on(CaseEvent.Do(Doing.Ask(deed)))
        dropped.on(CaseEvent.Do(Doing.Ask(null)))
        dropped.on(CaseEvent.Do(Doing.Discard))
        assertEquals(1, dropped.shows { it.doings.asks == null }.doings.waiting.size)
        dropped.on(CaseEvent.Do(Doing.Ask(deed)))
        dropped.on(CaseEvent.Do(Doing.Discard))
        dropped.shows { it.doings.waiting.isEmpty() && it.case?.report?.status == "accepted" }
        app.close()
    }

    @Test
    fun `a part of others' work is asked for, done with a photo, and gone from the round`() = runBlocking {
        val author = Phone(folder.resolve("author")).openAtHome()
        val id = Desk.report(author, "road-poor-repair")
        author.close()
        Desk.of("dispatcher").askPart(id, "Switch the lamp off")
        val phone = Phone(folder.resolve("crew"))
        val app = phone.crew()
        val round = RoundModel(app)
        val part = round.shows { state -> state.parts.any { it.reportId == id } }.parts.first { it.reportId == id }
        assertEquals("Switch the lamp off", part.task)
        round.on(RoundEvent.Open(part.reportId))
        val case = CaseModel(app, id)
        val asked = case.shows { state -> state.case?.parts.orEmpty().any { it.actions.isNotEmpty() } }.case!!.parts.single()
        case.on(CaseEvent.Act(asked.actions.first()))
        app.opens { it is Route.Deed }
        val form = app.form()
        form.shows { it.form != null }
        phone.device.shots += Shot.Taken(Phone.photo(), phone.now())
        form.on(DeedEvent.TakePhoto)
        form.shows { it.form?.photos?.size == 1 && it.adding == null }
        form.on(DeedEvent.Send)
        app.opens { it == Route.Case(id) }
        round.shows { state -> state.parts.none { it.id == part.id } }
        case.shows { state -> state.doings.waiting.isEmpty() && state.case!!.parts.all { it.actions.isEmpty() } }
        app.close()
    }

    @Test
    fun `where there is danger, making it safe comes first`() = runBlocking {
        val author = Phone(folder.resolve("author")).openAtHome()
        val id = Desk.report(author, "road-open-manhole")
        author.close()
        val phone = Phone(folder.resolve("crew"))
        val app = phone.appAtHome()
        app.core.signIn("dispatcher", Phone.PASSWORD)
        app.core.refreshRound()
        val case = CaseModel(app, id)
        assertEquals(DeedKind.MakeSafe, case.shows { it.main != null }.main?.kind)
        case.on(CaseEvent.Act(case.state.value.main!!))
        app.opens { it is Route.Deed }
        val form = app.form()
        form.on(DeedEvent.Say("Fenced off"))
        form.shows { it.form?.note == "Fenced off" }
        form.on(DeedEvent.Send)
        app.opens { it !is Route.Deed }
        val safe = case.shows { state ->
            state.doings.waiting.isEmpty() && state.case!!.actions.none { it.kind == DeedKind.MakeSafe }
        }
        assertTrue(safe.case!!.report.timeline.any { it.note == "Fenced off" })
        app.close()
    }

    @Test
    fun `what is done is named in a route and read again`() {
        val kinds = listOf(
            DeedKind.Move("resolved"), DeedKind.EndPart("a-b", true), DeedKind.EndPart("a-b", false),
            DeedKind.MakeSafe, DeedKind.Claim, DeedKind.AddInformation, DeedKind.Support,
        )
        for (kind in kinds) {
            val route = Route.read(Route.Deed("r", kind.text).text) as Route.Deed
            assertEquals(kind, citycenter.core.readDeedKind(route.kind))
        }
        assertNull(citycenter.core.readDeedKind("of-another-version"))
    }
}
