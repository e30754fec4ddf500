package citycenter.core.map

import citycenter.core.Phone
import citycenter.core.map.VectorTile.Kind
import citycenter.mobilecore.Shape
import citycenter.mobilecore.TileLayer
import java.nio.file.Path
import java.time.Duration
import kotlin.random.Random
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTimeoutPreemptively
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** What a phone reads from tiles, the server's and anybody's. */
class VectorTileTest {
    @TempDir lateinit var folder: Path

    @Test
    fun `the ground around the middle of the city has streets with names, houses and a border`() = runBlocking {
        val core = Phone(folder).openAtHome()
        val city = core.city()
        val at = tileOf(Spot.of(city.center), 15)
        val tile = VectorTile.read(core.tile(TileLayer.BASE, 15u, at.x.toUInt(), at.y.toUInt()))
        val streets = tile.layer("streets").features
        assertTrue(streets.all { it.kind == Kind.LINE && it.text("class") != null })
        assertTrue(streets.any { !it.text("name_ru").isNullOrBlank() && !it.text("name_en").isNullOrBlank() })
        assertTrue(tile.layer("houses").features.all { it.kind == Kind.AREA && it.parts.first().size >= 6 })
        // Rings are closed: the last point is the first.
        val ring = tile.layer("boundary").features.first().parts.first()
        assertEquals(ring.take(2), ring.takeLast(2))
        assertEquals(0, tile.layer("no such layer").features.size)
    }

    @Test
    fun `from afar reports are clusters that count all, from near each is a pin that says what it is`() = runBlocking {
        val core = Phone(folder).openAtHome()
        val middle = Spot.of(core.city().center)
        suspend fun marks(z: Int, x: Int, y: Int): List<Mark> =
            VectorTile.read(core.tile(TileLayer.REPORTS, z.toUByte(), x.toUInt(), y.toUInt())).marks(TileAt(z, x, y))

        val far = tileOf(middle, 11).let { marks(it.z, it.x, it.y) }
        val clusters = far.filterIsInstance<Mark.Cluster>()
        assertTrue(clusters.isNotEmpty())
        for (cluster in clusters) assertEquals(cluster.count, cluster.shares.sum())

        val at = tileOf(middle, 15)
        val near = (at.x - 1..at.x + 1).flatMap { x -> (at.y - 1..at.y + 1).flatMap { y -> marks(15, x, y) } }
        val pins = near.map { (it as Mark.One).pin }
        assertTrue(pins.size > 20)
        val catalogue = core.catalogue().categories.associate { group -> group.slug to group.types.map { it.slug } }
        val known = pins.count { it.type in catalogue[it.category].orEmpty() }
        assertTrue(known > pins.size / 2, "$known of ${pins.size} pins are of a type that the catalogue has")
        val one = pins.first { it.shape == Shape.NEW }
        val report = core.report(one.id)
        assertEquals(report.shape, one.shape)
        // A unit of such a tile is a quarter of a metre.
        assertEquals(report.place.lat, one.place.lat, 1e-5)
        assertEquals(report.place.lon, one.place.lon, 1e-5)
    }

    @Test
    fun `a tile is read as the specification draws it`() {
        // Layer "a" of 4096 units: a line from (2,2) to (2,10) to (10,10), with name = "x" and count = 7.
        val line = message(bytes(9, 4, 4, 18, 0, 16, 16, 0), tags = bytes(0, 0, 1, 1), kind = 2)
        val tile = VectorTile.read(tile("a", line))
        val feature = tile.layer("a").features.single()
        assertEquals(Kind.LINE, feature.kind)
        assertArrayEquals(intArrayOf(2, 2, 2, 10, 10, 10), feature.parts.single())
        assertEquals("x", feature.text("name"))
        assertEquals(7, feature.count("count"))
    }

    @Test
    fun `what is damaged or made to do harm ends soon, and with nothing`() = runBlocking {
        val core = Phone(folder).openAtHome()
        val at = tileOf(Spot.of(core.city().center), 15)
        val good = core.tile(TileLayer.BASE, 15u, at.x.toUInt(), at.y.toUInt())
        assertTimeoutPreemptively(Duration.ofSeconds(60)) {
            val dice = Random(7)
            repeat(300) {
                val bad = good.copyOf()
                repeat(1 + dice.nextInt(20)) { bad[dice.nextInt(bad.size)] = dice.nextInt().toByte() }
                try {
                    VectorTile.read(if (dice.nextBoolean()) bad else bad.copyOf(dice.nextInt(bad.size)))
                } catch (_: BrokenTile) {
                    // As it should.
                }
            }
            repeat(2000) {
                try {
                    VectorTile.read(dice.nextBytes(dice.nextInt(400)))
                } catch (_: BrokenTile) {
                    // As it should.
                }
            }
        }
        // A command for as many points as there can be, a line from nowhere, one to the end of the world.
        val endless = bytes(0xF9, 0xFF, 0xFF, 0xFF, 0x0F, 2, 2)
        for (shape in listOf(endless, bytes(10, 2, 2), bytes(9, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 2))) {
            assertThrows<BrokenTile> { VectorTile.read(tile("a", message(shape, tags = bytes(), kind = 2))) }
        }
        // Properties that no table has.
        assertThrows<BrokenTile> { VectorTile.read(tile("a", message(bytes(9, 4, 4), tags = bytes(9, 9), kind = 1))) }
        assertEquals(emptySet<String>(), VectorTile.read(ByteArray(0)).names)
    }

    private fun tileOf(spot: Spot, z: Int) = TileAt(z, (spot.x * (1 shl z)).toInt(), (spot.y * (1 shl z)).toInt())

    private fun bytes(vararg values: Int) = ByteArray(values.size) { values[it].toByte() }

    private fun part(field: Int, bytes: ByteArray) = bytes(field shl 3 or 2, bytes.size) + bytes

    private fun message(geometry: ByteArray, tags: ByteArray, kind: Int): ByteArray =
        part(2, tags) + bytes(3 shl 3, kind) + part(4, geometry)

    private fun tile(name: String, feature: ByteArray): ByteArray {
        val values = part(4, part(1, "x".toByteArray())) + part(4, bytes(4 shl 3, 7))
        val keys = part(3, "name".toByteArray()) + part(3, "count".toByteArray())
        return part(3, part(1, name.toByteArray()) + part(2, feature) + keys + values + bytes(15 shl 3, 2))
    }
}
