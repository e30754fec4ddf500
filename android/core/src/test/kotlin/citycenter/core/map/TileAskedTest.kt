package citycenter.core.map

import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Shape
import citycenter.mobilecore.TileLayer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

/** Addresses of tiles, for a map that knows nothing else. */
class TileAskedTest {
    private fun asked(layer: TileLayer, filter: MapFilter?) =
        TileAsked.read(TileAsked.addresses(7, layer, filter).replace("{z}", "15").replace("{x}", "19808").replace("{y}", "10243"))

    @Test
    fun `what is asked by an address is what the address was made of`() {
        val filters = listOf(
            MapFilter(),
            MapFilter("roads & yards/1"),
            MapFilter(shapes = listOf(Shape.NEW, Shape.DANGER), days = 7u),
            MapFilter("yard", Shape.entries, 365u),
        )
        for (filter in filters) {
            assertEquals(TileAsked(TileLayer.REPORTS, TileAt(15, 19808, 10243), filter), asked(TileLayer.REPORTS, filter))
        }
        assertEquals(TileAsked(TileLayer.BASE, TileAt(15, 19808, 10243)), asked(TileLayer.BASE, null))
        assertNotEquals(TileAsked.addresses(1, TileLayer.BASE), TileAsked.addresses(2, TileLayer.BASE))
    }

    @Test
    fun `nothing else is answered`() {
        val ours = "https://tiles.invalid/7"
        for (address in listOf("https://elsewhere.example/7/base/1/2/3", "$ours/sky/1/2/3", "$ours/base/1/2/x", "no address", "")) {
            assertNull(TileAsked.read(address), address)
        }
    }
}
