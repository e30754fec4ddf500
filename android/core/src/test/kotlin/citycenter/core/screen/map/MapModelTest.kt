package citycenter.core.screen.map

import citycenter.core.App
import citycenter.core.Camera
import citycenter.core.Model
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Whereabouts
import citycenter.core.map.Mark
import citycenter.core.map.Pin
import citycenter.core.map.TileAt
import citycenter.core.map.Viewport
import citycenter.core.map.marks
import citycenter.core.map.place
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Place
import citycenter.mobilecore.ReportCard
import citycenter.mobilecore.Shape
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The map's screen with a real city behind it. */
class MapModelTest {
    @TempDir lateinit var folder: Path

    private suspend fun <S : Any> Model<S, *>.shows(what: (S) -> Boolean): S = withTimeout(20.seconds) { state.first(what) }

    /** The list once it came. */
    private suspend fun MapModel.listed(what: (MapState) -> Boolean = { true }): MapState =
        shows { !it.listing.busy && it.listing.reports != null && what(it) }

    private fun at(home: Place, zoom: Double) = Viewport(Camera(home, zoom), 390.0, 560.0)

    private fun MapModel.move(to: Viewport) = on(MapEvent.Moved(to.camera, to.bounds))

    @Test
    fun `it opens where the city says, and the list is what the map draws there`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val model = MapModel(app)
        val city = app.core.city()
        assertEquals(Camera(city.center, city.zoom), model.shows { it.camera != null }.camera)
        assertTrue(model.shows { it.categories.isNotEmpty() }.types.isNotEmpty())

        val view = at(city.center, 16.0)
        model.move(view)
        var state = model.listed { it.bounds == view.bounds }
        while (state.listing.next != null) {
            val known = state.listing.reports.orEmpty().size
            model.on(MapEvent.More)
            state = model.listed { it.listing.reports.orEmpty().size > known }
        }
        val listed = state.listing.reports.orEmpty()
        assertEquals(listed.size, listed.distinctBy(ReportCard::id).size)
        assertEquals(drawn(app, view, MapFilter()), listed.map { it.id }.toSet())
        app.close()
    }

    /** Ids of the pins that the tiles put into the view. */
    private suspend fun drawn(app: App, view: Viewport, filter: MapFilter): Set<String> {
        val marks = view.tiles(Viewport.REPORTS).flatMap { at: TileAt -> app.tiles.reports(at, filter)!!.marks(at) }
        return view.place(marks).filter { it.x in 0.0..view.width && it.y in 0.0..view.height }.map { (it.mark as Mark.One).pin.id }.toSet()
    }

    @Test
    fun `filters narrow the list, are counted, and go`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val model = MapModel(app)
        val all = model.listed().listing.reports.orEmpty().map { it.id }
        val group = model.shows { it.categories.isNotEmpty() }.categories.first()
        model.on(MapEvent.Toggle(Shape.RESOLVED))
        model.on(MapEvent.Toggle(Shape.OVERDUE))
        val closed = model.listed { it.narrowing == 1 }.listing.reports.orEmpty()
        assertTrue(closed.isNotEmpty())
        assertTrue(closed.all { it.shape == Shape.RESOLVED || it.shape == Shape.OVERDUE })
        model.on(MapEvent.InCategory(group.slug))
        model.on(MapEvent.Days(365))
        val narrow = model.listed { it.narrowing == 3 }
        assertTrue(narrow.listing.reports.orEmpty().all { narrow.types[it.title]?.category == group.slug })
        model.on(MapEvent.Toggle(Shape.RESOLVED))
        assertEquals(listOf(Shape.OVERDUE), model.listed().filter.shapes)
        model.on(MapEvent.Reset)
        assertEquals(all, model.listed { it.narrowing == 0 }.listing.reports.orEmpty().map { it.id })
        app.close()
    }

    @Test
    fun `a pin stands out with its card, stands in the middle, and opens`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val model = MapModel(app)
        val card = model.listed { it.types.isNotEmpty() }.listing.reports.orEmpty().first { it.photo != null }
        val type = model.state.value.types.getValue(card.title)
        val pin = Pin(card.id, card.place, card.shape, type.type, type.category)
        model.on(MapEvent.Choose(pin))
        val chosen = model.shows { it.chosen?.report != null }
        assertEquals(card.number, chosen.chosen?.report?.number)
        assertNotNull(chosen.chosen?.run { before ?: after })
        assertEquals(card.place, chosen.camera?.place)
        // The way back takes the card away first, and only then leads out.
        assertTrue(app.pages.back())
        assertNull(model.state.value.chosen)
        assertFalse(app.pages.back())
        model.on(MapEvent.Open(card.id))
        assertEquals(Route.Report(card.id), app.pages.open.value.last())
        app.pages.back()
        assertEquals(card.id, model.state.value.chosen?.pin?.id)
        model.on(MapEvent.Report)
        assertEquals(Route.Wizard(), app.pages.open.value.last())
        app.close()
    }

    @Test
    fun `without a network it shows what was seen, says so, and asks again`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val first = MapModel(app)
        val seen = first.listed().listing.reports.orEmpty()
        phone.trouble = Phone.Trouble.OFFLINE
        first.on(MapEvent.Again)
        val kept = first.listed { it.listing.kept != null }
        assertTrue(kept.listing.reports.orEmpty().map { it.id }.containsAll(seen.map { it.id }))
        // Of what was never asked for, it says that it does not know.
        first.on(MapEvent.Days(3))
        assertEquals(app.words("app_trouble_offline"), first.shows { it.listing.trouble != null }.listing.trouble)
        first.on(MapEvent.Find("Lenina"))
        assertEquals(app.words("app_trouble_offline"), first.shows { it.search.trouble != null }.search.trouble)
        phone.trouble = Phone.Trouble.NONE
        first.on(MapEvent.Again)
        assertNull(first.listed { it.listing.trouble == null }.listing.kept)
        app.close()
    }

    @Test
    fun `where the phone is is shown, or why nobody knows`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val model = MapModel(app)
        val before = model.listed().camera
        phone.device.where = Whereabouts.Denied
        model.on(MapEvent.Locate)
        assertEquals(before, model.shows { it.here == Whereabouts.Denied }.camera)
        model.on(MapEvent.OpenPermissions)
        assertEquals(listOf("permissions"), phone.device.asked)
        model.on(MapEvent.Understood)
        assertNull(model.state.value.here)
        val place = Place(57.6210, 36.4010)
        phone.device.where = Whereabouts.Here(place, 12)
        model.on(MapEvent.Locate)
        assertEquals(place, model.shows { it.here is Whereabouts.Here && it.camera != before }.camera?.place)
        app.close()
    }

    @Test
    fun `an address is found, the map goes there, and stands there when the page opens anew`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val model = MapModel(app)
        val start = model.listed { it.listing.reports.orEmpty().any { one -> one.address != null } }
        val known = start.listing.reports.orEmpty().first { it.address != null }
        model.on(MapEvent.Find(known.address.orEmpty().substringBefore(',')))
        val found = model.shows { it.search.found != null }.search.found.orEmpty()
        assertTrue(found.isNotEmpty())
        model.on(MapEvent.GoTo(found.first()))
        val there = model.listed { it.search.text.isEmpty() }
        assertEquals(found.first().place, there.camera?.place)
        assertNotEquals(start.bounds, there.bounds)

        model.on(MapEvent.WholeCity)
        model.listed { it.camera?.place == start.camera?.place }
        model.on(MapEvent.Find(known.number))
        assertEquals(listOf(known.id), model.shows { it.search.reports.isNotEmpty() }.search.reports.map { it.id })
        model.on(MapEvent.Show(known))
        assertEquals(known.id, model.shows { it.chosen?.report != null }.chosen?.report?.id)
        model.close()

        val again = MapModel(app)
        assertEquals(known.place, again.state.value.camera?.place)
        again.listed()
        app.close()
    }
}
