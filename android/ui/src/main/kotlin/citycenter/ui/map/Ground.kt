package citycenter.ui.map

import kotlin.math.pow

/** How streets and waters widen as the map comes nearer; the canvas and MapLibre draw by the same numbers. */
object Ground {
    /** Zooms, and what a width at zoom 16 is multiplied by there; between them it grows by [GROWTH]. */
    val STREETS = listOf(9.0 to 0.08, 11.0 to 0.12, 14.0 to 0.42, 16.0 to 1.0, 18.0 to 2.6)
    val RIVER = listOf(11.0 to 1.2, 18.0 to 14.0)
    val STREAM = listOf(11.0 to 0.6, 18.0 to 5.0)
    const val GROWTH = 1.6

    /** Widths at zoom 16 by class, the widest drawn last. */
    val WIDTHS = listOf("lane" to 6.0, "street" to 10.0, "main" to 16.0)

    /** How much wider a street's edge is. */
    const val CASING = 2.0

    /** The value at a zoom, as web maps interpolate it. */
    fun at(zoom: Double, stops: List<Pair<Double, Double>>): Double {
        val (from, to) = stops.zipWithNext().find { (_, next) -> zoom < next.first } ?: return stops.last().second
        if (zoom <= from.first) return from.second
        val part = (GROWTH.pow(zoom - from.first) - 1) / (GROWTH.pow(to.first - from.first) - 1)
        return from.second + (to.second - from.second) * part
    }
}
