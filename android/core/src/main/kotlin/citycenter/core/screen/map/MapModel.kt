package citycenter.core.screen.map

import citycenter.core.App
import citycenter.core.Camera
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.Whereabouts
import citycenter.core.map.Pin
import citycenter.core.map.Viewport
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Place
import citycenter.mobilecore.RefusalCode
import citycenter.mobilecore.ReportCard
import citycenter.mobilecore.ReportScreen
import citycenter.mobilecore.Shape
import kotlinx.coroutines.Job

/** The city's map: what is broken and what was mended, drawn and listed alike. */
class MapModel(app: App) : Model<MapState, MapEvent>(app, begin(app)) {
    private var listing: Job? = null
    private var finding: Job? = null
    private var choosing: Job? = null

    init {
        work(::listTrouble) { start() }
        work { app.changes.collect { refresh() } }
    }

    override fun on(event: MapEvent) {
        when (event) {
            is MapEvent.Moved -> moved(event)
            is MapEvent.Near -> goTo(event.camera)
            is MapEvent.AsList -> put { it.copy(asList = event.list) }
            is MapEvent.InCategory -> filter { it.copy(category = event.slug) }
            is MapEvent.Toggle -> filter { it.copy(shapes = toggled(it.shapes, event.shape)) }
            is MapEvent.Days -> filter { it.copy(days = event.days?.toUInt()) }
            MapEvent.Reset -> filter { MapFilter() }
            is MapEvent.Filtering -> put { it.copy(filtering = event.open) }
            is MapEvent.Choose -> {
                // Its card takes the lower part: the middle stays in sight.
                state.value.camera?.let { goTo(Camera(event.pin.place, it.zoom)) }
                choose(event.pin)
            }
            MapEvent.Unchoose -> choose(null)
            is MapEvent.Open -> open(event.id)
            MapEvent.More -> more()
            MapEvent.Again -> again()
            MapEvent.WholeCity -> work(::listTrouble) { core.city().let { goTo(Camera(it.center, WHOLE)) } }
            is MapEvent.Find -> find(event.text)
            is MapEvent.GoTo -> found(event.place.place)
            is MapEvent.Show -> {
                found(event.report.place)
                choose(event.report.pin())
            }
            MapEvent.Locate -> locate()
            MapEvent.Understood -> put { it.copy(here = null) }
            MapEvent.OpenPermissions -> app.device.openPermissions()
            MapEvent.Report -> app.pages.go(Route.Wizard())
        }
    }

    private suspend fun start() {
        val account = app.account()?.id
        if (account != state.value.account) put { MapState(account) }
        val city = core.city()
        if (state.value.camera == null) goTo(Camera(city.center, city.zoom)) else list()
        name()
        // What was chosen before may have gone on since.
        state.value.chosen?.let { choose(it.pin) }
    }

    private suspend fun name() {
        val catalogue = core.catalogue()
        val categories = catalogue.categories.filter { it.types.isNotEmpty() }
        val types = categories.flatMap { group -> group.types.map { it.title to TypeOf(it.slug, group.slug) } }
        put { it.copy(categories = categories.map { group -> Kind(group.slug, group.title) }, types = types.toMap()) }
    }

    /** Something happened in the city, or there is another one. */
    private suspend fun refresh() {
        val account = app.account()?.id ?: return
        if (account != state.value.account) start() else list()
    }

    private fun moved(to: MapEvent.Moved) {
        val before = state.value.bounds
        if (before != to.bounds || state.value.listing.trouble != null) list { it.copy(camera = to.camera, bounds = to.bounds) }
    }

    private fun goTo(camera: Camera) {
        val size = state.value.let { known ->
            if (known.camera == null || known.bounds == null) null else Viewport.showing(known.camera, known.bounds)
        }
        val view = Viewport(camera, size?.width ?: WIDTH, size?.height ?: HEIGHT)
        list { it.copy(camera = camera, bounds = view.bounds) }
    }

    private fun found(place: Place) {
        finding?.cancel()
        put { it.copy(search = Search()) }
        goTo(Camera(place, NEAR))
    }

    private fun filter(change: (MapFilter) -> MapFilter) = list { it.copy(filter = change(it.filter)) }

    private fun again() {
        if (state.value.camera == null) work(::listTrouble) { start() } else list()
        state.value.chosen?.let { if (it.report == null) choose(it.pin) }
    }

    /** Asks for what is in sight after a [change]; what was asked before is not waited for. */
    private fun list(change: (MapState) -> MapState = { it }) {
        listing?.cancel()
        put { before -> change(before).let { it.copy(listing = it.listing.copy(busy = it.bounds != null)) } }
        val (bounds, filter) = state.value.run { (bounds ?: return) to filter }
        listing = work(::listTrouble) {
            val page = core.reports(bounds, null, filter)
            put { it.copy(listing = Listing(page.reports, page.next, kept = page.keptText)) }
        }
    }

    private fun more() {
        val (bounds, filter, listed) = state.value.run { Triple(bounds ?: return, filter, listing) }
        val next = listed.next ?: return
        if (listed.busy) return
        put { it.copy(listing = listed.copy(busy = true, trouble = null)) }
        listing = work(::listTrouble) {
            val page = core.reports(bounds, next, filter)
            val known = listed.reports.orEmpty()
            // Something new moves the pages: what is there already comes once.
            val ids = known.mapTo(HashSet(), ReportCard::id)
            val all = known + page.reports.filter { it.id !in ids }
            // Kept ones come all at once, and are no page of the list that was there.
            if (page.keptText == null) put { it.copy(listing = Listing(all, page.next)) }
            else put { it.copy(listing = Listing(page.reports, page.next, kept = page.keptText)) }
        }
    }

    private fun listTrouble(words: String) = put { it.copy(listing = it.listing.copy(busy = false, trouble = words)) }

    private fun choose(pin: Pin?) {
        choosing?.cancel()
        if (pin == null) return put { it.copy(chosen = null) }
        put { state ->
            val same = state.chosen?.takeIf { it.pin.id == pin.id }
            state.copy(chosen = same?.copy(trouble = null) ?: Chosen(pin))
        }
        choosing = work({ words -> put { it.copy(chosen = Chosen(pin, it.chosen?.report, words)) } }) {
            val report = core.report(pin.id)
            put { it.copy(chosen = Chosen(pin.copy(shape = report.shape), report)) }
        }
    }

    /** The map shows it when one comes back. */
    private fun open(id: String) {
        state.value.listing.reports?.find { it.id == id }?.let { card -> put { it.copy(chosen = Chosen(card.pin())) } }
        app.pages.go(Route.Report(id))
    }

    private fun ReportCard.pin(): Pin {
        val kind = state.value.types[title]
        return Pin(id, place, shape, kind?.type.orEmpty(), kind?.category.orEmpty())
    }

    private fun find(text: String) {
        finding?.cancel()
        val asked = text.trim()
        val digits = asked.removePrefix("№").trim()
        val numbered = if (digits.length < SHORTEST || digits.any { !it.isDigit() && it != '-' }) emptyList()
        else state.value.listing.reports.orEmpty().filter { digits in it.number }
        put { it.copy(search = Search(text, reports = numbered)) }
        if (asked.length < SHORTEST) return
        finding = work({ words -> put { it.copy(search = it.search.copy(trouble = words)) } }) {
            if (NUMBER.matches(digits) && numbered.isEmpty()) {
                val report = numbered(digits)
                return@work put { it.copy(search = it.search.copy(numbered = report, found = emptyList())) }
            }
            val places = core.findPlaces(asked, state.value.camera?.place)
            put { it.copy(search = it.search.copy(found = places)) }
        }
    }

    /** A number names one report of the city; nothing where there is none that everybody may see. */
    private suspend fun numbered(number: String): ReportScreen? =
        try {
            core.reportByNumber(number)
        } catch (e: CoreException.Rejected) {
            if (e.code == RefusalCode.NOT_FOUND) null else throw e
        }

    private fun locate() {
        put { it.copy(locating = true) }
        work {
            val here = app.device.whereAmI(ask = true)
            put { it.copy(here = here, locating = false) }
            if (here is Whereabouts.Here) goTo(Camera(here.place, NEAR))
        }
    }

    /** The way back leads out of what lies over the map first. */
    private fun back(): Boolean {
        when {
            state.value.filtering -> put { it.copy(filtering = false) }
            state.value.search.text.isNotEmpty() -> find("")
            state.value.chosen != null -> choose(null)
            else -> return false
        }
        return true
    }

    /** Shows it, and keeps it for when the page opens again. */
    private fun put(change: (MapState) -> MapState) {
        show(change)
        app.left[KEPT] = state.value
        val covered = state.value.run { filtering || search.text.isNotEmpty() || chosen != null }
        app.pages.asks(Route.Map, if (covered) ::back else null)
    }

    private companion object {
        /** As the city numbers its reports: the year, and at least six digits. */
        val NUMBER = Regex("""\d{4}-\d{6,}""")

        const val KEPT = "map"
        const val NEAR = 17.0

        /** A city as a whole, on a phone. */
        const val WHOLE = 11.5

        /** A phone's map, as long as none has been drawn. */
        const val WIDTH = 390.0
        const val HEIGHT = 520.0

        /** Letters that are worth asking with. */
        const val SHORTEST = 3

        /** Where one was. What was read is read again: it may be in another language now. */
        fun begin(app: App): MapState =
            (app.left[KEPT] as? MapState)?.run { MapState(account, camera, bounds, asList, filter = filter, here = here) }
                ?: MapState()

        fun toggled(shapes: List<Shape>, one: Shape) = Shape.entries.filter { (it in shapes) != (it == one) }
    }
}
