package citycenter.core.map

import citycenter.core.Camera
import citycenter.mobilecore.Place
import citycenter.mobilecore.Shape
import kotlin.math.abs
import kotlin.random.Random
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Where things stand on a map. */
class ViewportTest {
    private val dice = Random(11)
    private val views = List(300) {
        val place = Place(dice.nextDouble(-80.0, 80.0), dice.nextDouble(-179.0, 179.0))
        Viewport(Camera(place, dice.nextDouble(9.0, 19.0)), dice.nextDouble(100.0, 1500.0), dice.nextDouble(100.0, 1500.0))
    }

    @Test
    fun `a place stands where one finds it again`() {
        for (view in views) {
            val (x, y) = dice.nextDouble(view.width) to dice.nextDouble(view.height)
            val spot = Spot.of(view.place(x, y))
            assertEquals(x, view.x(spot), 1e-3)
            assertEquals(y, view.y(spot), 1e-3)
            assertSame(view.camera.place, view.place(view.width / 2, view.height / 2))
        }
    }

    @Test
    fun `the corners of the flat world are where web maps have them`() {
        assertEquals(Spot(0.5, 0.5), Spot.of(Place(0.0, 0.0)).let { Spot(it.x, Math.round(it.y * 1e12) / 1e12) })
        assertEquals(0.0, Spot.of(Place(85.0511287798066, -180.0)).y, 1e-9)
        assertEquals(0.0, Spot.of(Place(90.0, 0.0)).y, 1e-9)
        // The tile of the red square at zoom 15, as any web map names it.
        val spot = Spot.of(Place(55.7539, 37.6208))
        assertEquals(19808 to 10243, (spot.x * (1 shl 15)).toInt() to (spot.y * (1 shl 15)).toInt())
    }

    @Test
    fun `tiles cover all that is seen, the middle first, and none twice`() {
        for (view in views) {
            for (zooms in listOf(Viewport.GROUND, Viewport.REPORTS)) {
                val tiles = view.tiles(zooms)
                assertEquals(tiles.size, tiles.toSet().size)
                assertTrue(tiles.all { it.z in zooms })
                assertTrue(tiles.first().holds(Spot.of(view.camera.place)))
                for (x in listOf(0.0, view.width / 2, view.width)) for (y in listOf(0.0, view.height / 2, view.height)) {
                    assertEquals(1, tiles.count { it.holds(view.spot(x, y)) })
                }
            }
        }
    }

    @Test
    fun `the ground stays under the finger`() {
        for (view in views) {
            val (x, y) = dice.nextDouble(view.width) to dice.nextDouble(view.height)
            val nearer = view.copy(camera = view.zoomed(dice.nextDouble(-3.0, 3.0), x, y))
            assertTrue(nearer.camera.zoom in Viewport.ZOOMS)
            assertSame(view.place(x, y), nearer.place(x, y))
            val dragged = view.copy(camera = view.dragged(30.0, -20.0))
            if (abs(view.camera.place.lon) < 170) assertSame(view.place(x, y), dragged.place(x + 30, y - 20))
        }
    }

    @Test
    fun `what a map measures is found from what it shows`() {
        for (view in views) {
            val found = Viewport.showing(view.camera, view.bounds)
            assertEquals(view.width, found.width, 1e-3)
            assertEquals(view.height, found.height, 1e-3)
        }
    }

    @Test
    fun `danger is drawn over what is done, and those of one spot stand apart from near`() {
        val at = Place(57.6, 36.4)
        fun one(id: String, shape: Shape) = Mark.One(Pin(id, at, shape, "pothole", "roads"), Spot.of(at))
        val marks = listOf(one("danger", Shape.DANGER), one("done", Shape.RESOLVED), one("new", Shape.NEW))
        val far = Viewport(Camera(at, 16.0), 400.0, 600.0).place(marks)
        assertEquals(listOf("done", "new", "danger"), far.map { (it.mark as Mark.One).pin.id })
        assertEquals(1, far.distinctBy { it.x to it.y }.size)
        val near = Viewport(Camera(at, 17.0), 400.0, 600.0).place(marks)
        for ((i, a) in near.withIndex()) for (b in near.drop(i + 1)) assertTrue(abs(a.x - b.x) + abs(a.y - b.y) > 40)
    }

    private fun assertSame(expected: Place, found: Place) {
        assertEquals(expected.lat, found.lat, 1e-7)
        assertEquals(expected.lon, found.lon, 1e-7)
    }
}
