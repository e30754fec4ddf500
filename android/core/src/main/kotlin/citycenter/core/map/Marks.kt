package citycenter.core.map

import citycenter.mobilecore.Place
import citycenter.mobilecore.Shape
import kotlin.math.PI
import kotlin.math.cos
import kotlin.math.roundToLong
import kotlin.math.sin

/** Later ones are drawn over earlier ones. */
val DRAWING_ORDER = listOf(
    Shape.RESOLVED, Shape.DECLINED, Shape.EXPLAINED, Shape.WAITING, Shape.NEW, Shape.WORK, Shape.SOON, Shape.OVERDUE, Shape.DANGER,
)

/** Closed reports lie flat and centred on the place; open ones stand on a foot. */
val Shape.liesFlat: Boolean get() = this == Shape.RESOLVED || this == Shape.DECLINED

/** A report on the map: where it is, how it stands, and the slugs that say what it is. */
data class Pin(val id: String, val place: Place, val shape: Shape, val type: String, val category: String)

/** What a tile of reports shows. */
sealed interface Mark {
    val spot: Spot

    data class One(val pin: Pin, override val spot: Spot) : Mark

    /** Reports that stand together; [shares] are counts in [DRAWING_ORDER]. */
    data class Cluster(val count: Int, val shares: List<Int>, override val spot: Spot) : Mark
}

/** A mark, and where it stands in a view. */
data class PlacedMark(val mark: Mark, val x: Double, val y: Double)

/** The reports of a tile. */
fun VectorTile.marks(at: TileAt): List<Mark> {
    val layer = layer("reports")
    return layer.features.filter { it.kind == VectorTile.Kind.POINT }.mapNotNull { feature ->
        val (x, y) = feature.parts.first()
        val side = at.side / layer.extent
        feature.mark(Spot(at.west + x * side, at.north + y * side))
    }
}

private fun VectorTile.Feature.mark(spot: Spot): Mark? {
    val count = count("count")
    if (count != null) return Mark.Cluster(count, DRAWING_ORDER.map { count(it.name.lowercase()) ?: 0 }, spot)
    val id = text("id") ?: return null
    val shape = Shape.entries.find { it.name.lowercase() == text("shape") } ?: return null
    return Mark.One(Pin(id, spot.place, shape, text("type").orEmpty(), text("category").orEmpty()), spot)
}

/** Where marks are drawn, those below first. From zoom 17 on those of one spot stand around it. */
fun Viewport.place(marks: List<Mark>): List<PlacedMark> {
    val placed = if (camera.zoom < FANS_FROM) marks.map(::at) else marks.groupBy { it.spot.rounded() }.values.flatMap(::fan)
    return placed.sortedBy { (mark, _) -> if (mark is Mark.One) DRAWING_ORDER.indexOf(mark.pin.shape) else -1 }
}

private fun Viewport.at(mark: Mark) = PlacedMark(mark, x(mark.spot), y(mark.spot))

private fun Viewport.fan(marks: List<Mark>): List<PlacedMark> {
    if (marks.size == 1) return marks.map(::at)
    val radius = maxOf(26.0, marks.size * 46 / (2 * PI))
    return marks.mapIndexed { i, mark ->
        val angle = 2 * PI * i / marks.size - PI / 2
        PlacedMark(mark, x(mark.spot) + radius * cos(angle), y(mark.spot) + radius * sin(angle))
    }
}

/** Within a hand's breadth. */
private fun Spot.rounded() = (x * SAME).roundToLong() to (y * SAME).roundToLong()

private const val SAME = 1e8
private const val FANS_FROM = 17.0
