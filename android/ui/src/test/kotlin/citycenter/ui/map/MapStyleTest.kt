package citycenter.ui.map

import citycenter.core.Camera
import citycenter.core.map.Mark
import citycenter.core.map.Pin
import citycenter.core.map.PlacedMark
import citycenter.core.map.Spot
import citycenter.core.map.TileAsked
import citycenter.core.map.Viewport
import citycenter.mobilecore.Language
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Place
import citycenter.mobilecore.Shape
import citycenter.mobilecore.TileLayer
import citycenter.ui.look.Palette
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The style that MapLibre is given, and what is pressed on any map. */
class MapStyleTest {
    private val filter = MapFilter("yard", listOf(Shape.NEW), 7u)

    private fun style(dark: Boolean = false, reports: MapFilter? = filter) =
        Json(MapStyle(Palette.of(dark), Language.EN, 7, reports).json()).read() as Map<*, *>

    private fun Map<*, *>.layers() = (this["layers"] as List<*>).map { it as Map<*, *> }

    @Test
    fun `every layer draws from a source that there is, and the tiles are those of the core`() {
        val style = style()
        val sources = style["sources"] as Map<*, *>
        assertEquals(8.0, style["version"])
        val layers = style.layers()
        assertEquals(layers.size, layers.distinctBy { it["id"] }.size)
        assertTrue(layers.drop(1).all { it["source"] in sources.keys })
        assertEquals("background", layers.first()["type"])
        val reports = sources["reports"] as Map<*, *>
        assertEquals(listOf(TileAsked.addresses(7, TileLayer.REPORTS, filter)), reports["tiles"])
        assertEquals(17.0, reports["maxzoom"])
        assertEquals(16.0, (sources["base"] as Map<*, *>)["maxzoom"])
        // What is pressed is drawn last, and nothing is written by MapLibre itself: it has no letters.
        assertEquals(listOf(MapStyle.CLUSTERS, MapStyle.PINS, MapStyle.POINTS), layers.takeLast(3).map { it["id"] })
        assertTrue(layers.none { "text-field" in (it["layout"] as? Map<*, *>).orEmpty() })
    }

    @Test
    fun `the night has colours of its own, and a map without reports asks for none`() {
        fun ground(dark: Boolean) = (style(dark).layers().first { it["id"] == "land" }["paint"] as Map<*, *>)["fill-color"]
        assertEquals("#f4f1e9", ground(dark = false))
        assertTrue(ground(dark = false) != ground(dark = true))
        val plain = style(reports = null)
        assertNull((plain["sources"] as Map<*, *>)["reports"])
        assertTrue(plain.layers().none { it["source"] == "reports" })
    }

    @Test
    fun `streets widen as the canvas draws them`() {
        assertEquals(1.0, Ground.at(16.0, Ground.STREETS), 1e-9)
        assertEquals(0.08, Ground.at(3.0, Ground.STREETS), 1e-9)
        assertEquals(2.6, Ground.at(19.0, Ground.STREETS), 1e-9)
        val widths = (90..190).map { Ground.at(it / 10.0, Ground.STREETS) }
        assertEquals(widths.sorted(), widths)
    }

    @Test
    fun `a finger hits the nearest, a ring comes nearer, and the ground is a place`() {
        val home = Place(57.62, 36.4)
        val view = Viewport(Camera(home, 15.0), 390.0, 600.0)
        val pin = Pin("one", home, Shape.NEW, "pothole", "roads")
        val ring = Mark.Cluster(12, List(9) { 0 }, view.spot(100.0, 100.0))
        val marks = listOf(PlacedMark(Mark.One(pin, Spot.of(home)), 195.0, 300.0), PlacedMark(ring, 100.0, 100.0))
        val scene = MapScene(view.camera)
        // A pin stands on its place: its middle is above.
        assertEquals(MapHit.Report(pin), hit(view, marks, scene, 195.0, 280.0))
        assertEquals(17.0, (hit(view, marks, scene, 110.0, 95.0) as MapHit.Cluster).near.zoom)
        val ground = hit(view, marks, scene, 300.0, 500.0) as MapHit.Ground
        assertEquals(300.0, view.x(Spot.of(ground.place)), 1e-6)
    }
}

/** As much of JSON as a style is written in. */
private class Json(private val text: String) {
    private var at = 0

    fun read(): Any? = value().also { check(at == text.length) { "more after the end: ${text.drop(at)}" } }

    private fun value(): Any? = when (text[at]) {
        '{' -> parts('}') { string().also { take(':') } to value() }.toMap()
        '[' -> parts(']') { value() }
        '"' -> string()
        else -> word()
    }

    private fun <T> parts(end: Char, part: () -> T): List<T> = buildList {
        at++
        while (text[at] != end) {
            if (isNotEmpty()) take(',')
            add(part())
        }
        at++
    }

    private fun string(): String = buildString {
        take('"')
        while (text[at] != '"') append(if (text[at] == '\\') text[++at] else text[at]).also { at++ }
        at++
    }

    private fun word(): Any? {
        val word = text.substring(at).takeWhile { it !in ",]}" }
        at += word.length
        return when (word) {
            "null" -> null
            "true", "false" -> word.toBoolean()
            else -> word.toDouble()
        }
    }

    private fun take(letter: Char) = check(text[at++] == letter) { "no $letter at $at" }
}
