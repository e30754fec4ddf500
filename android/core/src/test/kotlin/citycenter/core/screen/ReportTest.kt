package citycenter.core.screen

import citycenter.core.App
import citycenter.core.Desk
import citycenter.core.Model
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Shot
import citycenter.core.screen.deed.DeedEvent
import citycenter.core.screen.deed.DeedModel
import citycenter.core.screen.report.Doing
import citycenter.core.screen.report.ReportEvent
import citycenter.core.screen.report.ReportModel
import citycenter.mobilecore.DeedFieldKind
import citycenter.mobilecore.DeedKind
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** A report's page: its author's, and anybody's. */
class ReportTest {
    @TempDir lateinit var folder: Path

    private suspend fun <S : Any> Model<S, *>.shows(what: (S) -> Boolean): S =
        withTimeoutOrNull(20.seconds) { state.first(what) } ?: throw AssertionError("in vain: ${state.value}")

    private fun App.form(): DeedModel = (pages.open.value.last() as Route.Deed).let { DeedModel(this, it.report, it.kind) }

    private suspend fun App.opens(what: (Route) -> Boolean) = withTimeout(20.seconds) { pages.open.first { what(it.last()) } }

    /** An author's app with a report that a crew has resolved. */
    private suspend fun resolved(): Pair<App, String> {
        val app = Phone(folder.resolve("author")).appAtHome()
        val id = Desk.lamp(app.core)
        val crew = Phone(folder.resolve("crew")).openAtHome()
        crew.signIn("lighting", Phone.PASSWORD)
        Desk.resolve(crew, id)
        crew.close()
        app.pages.go(Route.Report(id))
        return app to id
    }

    @Test
    fun `an author sees before and after and confirms with stars`() = runBlocking {
        val (app, id) = resolved()
        val page = ReportModel(app, id)
        val seen = page.shows { it.report != null && it.kind != null }
        assertEquals("road-street-lighting", seen.kind?.type)
        assertEquals(listOf(false, true), seen.report!!.photos.map { it.after })
        assertFalse(seen.maySupport)
        val likeliest = seen.report!!.own!!.choices.first().kind
        assertEquals(DeedKind.Move("confirmed"), likeliest)
        page.on(ReportEvent.LookAt(seen.report!!.photos.last().id))
        assertTrue(page.shows { it.photo != null }.photo!!.after)
        page.on(ReportEvent.Back)
        assertEquals(Route.Report(id), app.pages.open.value.last(), "the photo is put away first")

        page.on(ReportEvent.Do(Doing.Open(likeliest)))
        app.opens { it is Route.Deed }
        val form = app.form()
        assertEquals(app.words("own_confirm_send"), form.shows { it.button.isNotEmpty() }.button)
        form.on(DeedEvent.Rate(3))
        form.on(DeedEvent.Rate(4))
        form.shows { it.form?.rating == 4.toUByte() }
        form.on(DeedEvent.Send)
        app.opens { it == Route.Report(id) }
        page.shows { it.report?.status == "confirmed" && it.doings.waiting.isEmpty() }
        assertTrue(""""rating":4""" in Desk.of("dispatcher").case(id))
        assertTrue(app.core.changes().none { it.id == id }, "whoever saw it is told no more")
        page.on(ReportEvent.Share)
        page.on(ReportEvent.Refresh)
        page.shows { !it.loading }
        val shared = (app.device as citycenter.core.PlayedDevice).asked.single { it.startsWith("share") }
        assertTrue(shared.endsWith("${Phone.server()}/c/${Phone.city()}/reports/${seen.report!!.number}"), shared)
        app.close()
    }

    @Test
    fun `an author disagrees with words and a photo, and not without words`() = runBlocking {
        val (app, id) = resolved()
        val page = ReportModel(app, id)
        val choice = page.shows { it.report?.own != null }.report!!.own!!.choices.first { it.kind == DeedKind.Move("disputed") }
        page.on(ReportEvent.Do(Doing.Open(choice.kind)))
        app.opens { it is Route.Deed }
        val form = app.form()
        form.shows { it.form != null }
        form.on(DeedEvent.Send)
        assertNotNull(form.shows { it.pressed }.wrong(DeedFieldKind.NOTE))
        (app.device as citycenter.core.PlayedDevice).shots += Shot.Taken(Phone.photo(), 0)
        form.on(DeedEvent.TakePhoto)
        form.on(DeedEvent.Say("It is dark again"))
        assertEquals(null, form.shows { it.form?.photos?.size == 1 && it.form?.note?.isNotEmpty() == true }.photoTrouble)
        form.on(DeedEvent.Send)
        app.opens { it == Route.Report(id) }
        page.shows { it.report?.status == "disputed" }
        app.close()
    }

    @Test
    fun `a form is thrown away after a question, and found again without`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val id = Desk.lamp(app.core)
        app.pages.go(Route.Report(id))
        val page = ReportModel(app, id)
        val add = page.shows { it.report?.own != null }.report!!.own!!.choices.first { it.kind == DeedKind.AddInformation }
        page.on(ReportEvent.Do(Doing.Open(add.kind)))
        app.opens { it is Route.Deed }
        val form = app.form()
        form.on(DeedEvent.Say("The second one from the corner"))
        assertTrue(form.shows { it.form?.note?.isNotEmpty() == true }.begun)
        form.on(DeedEvent.Back)
        assertEquals(add.kind, page.shows { it.doings.begun.isNotEmpty() }.doings.begun.single().kind)
        page.on(ReportEvent.Do(Doing.Open(add.kind)))
        app.opens { it is Route.Deed }
        val again = app.form()
        assertEquals("The second one from the corner", again.shows { it.form != null }.form?.note)
        again.on(DeedEvent.Ask(true))
        again.on(DeedEvent.Back)
        assertTrue(app.pages.open.value.last() is Route.Deed, "the question is put away first")
        again.on(DeedEvent.Discard)
        app.opens { it == Route.Report(id) }
        page.shows { it.doings.begun.isEmpty() }
        app.close()
    }

    @Test
    fun `somebody else has the same trouble, once, and sees it without a network`() = runBlocking {
        val author = Phone(folder.resolve("author")).openAtHome()
        val id = Desk.lamp(author)
        val phone = Phone(folder.resolve("other"))
        val app = phone.appAtHome()
        val page = ReportModel(app, id)
        assertTrue(page.shows { it.report != null }.maySupport)
        page.on(ReportEvent.Support)
        page.shows { it.report?.supportsText != null && it.doings.waiting.isEmpty() }
        assertFalse(ReportModel(app, id).shows { it.report != null }.maySupport, "the phone remembers")

        phone.trouble = Phone.Trouble.OFFLINE
        page.on(ReportEvent.Refresh)
        assertNotNull(page.shows { it.report?.keptText != null }.report?.supportsText)
        val unknown = ReportModel(app, "0190c2a4-0000-7000-8000-000000000000")
        assertEquals(app.words("app_trouble_offline"), unknown.shows { it.trouble != null }.trouble)
        phone.trouble = Phone.Trouble.NONE
        unknown.on(ReportEvent.Refresh)
        unknown.shows { it.lost }
        app.close()
    }
}
