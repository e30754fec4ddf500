package citycenter.core.map

import citycenter.core.Camera
import citycenter.mobilecore.Bounds
import citycenter.mobilecore.Place
import kotlin.math.PI
import kotlin.math.exp
import kotlin.math.atan
import kotlin.math.floor
import kotlin.math.ln
import kotlin.math.pow
import kotlin.math.sin
import kotlin.math.tanh

/** A point of the flat world of web maps: from 0 to 1 eastwards and southwards. */
data class Spot(val x: Double, val y: Double) {
    val place: Place get() = Place(lat = Math.toDegrees(2 * atan(exp(PI * (1 - 2 * y))) - PI / 2), lon = x * 360 - 180)

    companion object {
        fun of(place: Place): Spot {
            val lat = sin(Math.toRadians(place.lat)).coerceIn(-NORTHMOST, NORTHMOST)
            return Spot((place.lon + 180) / 360, 0.5 - ln((1 + lat) / (1 - lat)) / (4 * PI))
        }

        /** The sine of 85.05°, where the flat world ends. */
        private val NORTHMOST = tanh(PI)
    }
}

/** One tile of the grid. */
data class TileAt(val z: Int, val x: Int, val y: Int) {
    /** How wide it is in the flat world. */
    val side: Double get() = 1.0 / (1 shl z)
    val west: Double get() = x * side
    val north: Double get() = y * side

    /** The tile around it, one zoom farther off. */
    val around: TileAt? get() = if (z == 0) null else TileAt(z - 1, x shr 1, y shr 1)

    fun holds(spot: Spot): Boolean = spot.x in west..<west + side && spot.y in north..<north + side
}

/** What a map of [width] by [height] units shows; its points are units from the upper left corner. */
data class Viewport(val camera: Camera, val width: Double, val height: Double) {
    /** Units of the whole world's side. */
    private val world = TILE * 2.0.pow(camera.zoom)
    private val middle = Spot.of(camera.place)
    private val left = middle.x * world - width / 2
    private val top = middle.y * world - height / 2

    fun x(spot: Spot): Double = spot.x * world - left

    fun y(spot: Spot): Double = spot.y * world - top

    fun spot(x: Double, y: Double) = Spot((x + left) / world, (y + top) / world)

    fun place(x: Double, y: Double): Place = spot(x, y).place

    /** Units of a tile's side here. */
    fun side(tile: TileAt): Double = world * tile.side

    val bounds: Bounds
        get() {
            val from = place(0.0, height)
            val to = place(width, 0.0)
            return Bounds(west = from.lon, south = from.lat, east = to.lon, north = to.lat)
        }

    /** The tiles that cover it, at the zoom of [zooms] that fits best; the nearest to the middle first. */
    fun tiles(zooms: IntRange): List<TileAt> {
        val z = floor(camera.zoom).toInt().coerceIn(zooms)
        val many = 1 shl z
        fun cells(from: Double, to: Double) = floor(from / world * many).toInt().coerceAtLeast(0)..
            floor(to / world * many).toInt().coerceAtMost(many - 1)
        val tiles = cells(left, left + width).flatMap { x -> cells(top, top + height).map { y -> TileAt(z, x, y) } }
        return tiles.sortedBy { tile ->
            val half = tile.side / 2
            (tile.west + half - middle.x).pow(2) + (tile.north + half - middle.y).pow(2)
        }
    }

    /** The camera after the ground was drawn so far to the right and down. */
    fun dragged(x: Double, y: Double): Camera = camera.copy(place = place(width / 2 - x, height / 2 - y)).held()

    /** The camera nearer [by] so much, with the ground under a point staying where it is. */
    fun zoomed(by: Double, x: Double = width / 2, y: Double = height / 2): Camera {
        val nearer = camera.copy(zoom = camera.zoom + by).held()
        val grown = 2.0.pow(nearer.zoom - camera.zoom)
        val (fromX, fromY) = x - width / 2 to y - height / 2
        return nearer.copy(place = place(x - fromX / grown, y - fromY / grown)).held()
    }

    companion object {
        /** Units of a tile's side at its own zoom. */
        const val TILE = 512.0

        /** What a map with that camera and those bounds measures. */
        fun showing(camera: Camera, bounds: Bounds): Viewport {
            val world = TILE * 2.0.pow(camera.zoom)
            val from = Spot.of(Place(bounds.north, bounds.west))
            val to = Spot.of(Place(bounds.south, bounds.east))
            return Viewport(camera, (to.x - from.x) * world, (to.y - from.y) * world)
        }

        /** As far as people come: a city is not seen from farther off, and nothing from nearer. */
        val ZOOMS = 9.0..19.0

        /** Zooms that have tiles of the ground, and of reports; nearer ones are drawn from the last. */
        val GROUND = 8..16
        val REPORTS = 0..17

        private const val POLE = 85.0

        private fun Camera.held() = Camera(
            Place(place.lat.coerceIn(-POLE, POLE), place.lon.coerceIn(-180.0, 180.0)), zoom.coerceIn(ZOOMS),
        )
    }
}
