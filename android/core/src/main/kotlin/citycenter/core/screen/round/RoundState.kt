package citycenter.core.screen.round

import citycenter.core.Camera
import citycenter.core.Kind
import citycenter.core.Whereabouts
import citycenter.mobilecore.DeskCard
import citycenter.mobilecore.PartCard
import citycenter.mobilecore.Place
import citycenter.mobilecore.RoundOrder
import citycenter.mobilecore.Shape
import kotlin.math.log2

/** The round of a crew: what is theirs, in the order to go. */
data class RoundState(
    val cards: List<DeskCard> = emptyList(),
    /** Parts of others' cases that the department was asked for. */
    val parts: List<PartCard> = emptyList(),
    val kinds: Map<String, Kind> = emptyMap(),
    val order: RoundOrder = RoundOrder.DEADLINE,
    val here: Whereabouts? = null,
    val onMap: Boolean = false,
    /** There is nothing to show yet. */
    val loading: Boolean = true,
    val refreshing: Boolean = false,
    /** When it was asked for last and came, `14:05`. */
    val refreshedAt: String? = null,
    /** Why the newest could not be had. */
    val trouble: String? = null,
) {
    val isEmpty: Boolean get() = cards.isEmpty() && parts.isEmpty()

    /** Whether it is known that there is nothing to do, and not just unheard of. */
    val isNone: Boolean get() = isEmpty && !loading && (trouble == null || refreshedAt != null)

    /** The cards under their headings, each in the order of the round. */
    val groups: List<Pair<String, List<DeskCard>>>
        get() {
            val groups = cards.groupBy(::heading)
            return HEADINGS.mapNotNull { key -> groups[key]?.let { key to it } }
        }

    /** Where a map stands that shows them all. */
    val camera: Camera?
        get() {
            val places = cards.map { it.card.place } + listOfNotNull((here as? Whereabouts.Here)?.place)
            if (places.isEmpty()) return null
            val (south, north) = places.minOf { it.lat } to places.maxOf { it.lat }
            val (west, east) = places.minOf { it.lon } to places.maxOf { it.lon }
            // A degree of latitude is nearly twice as long as one of longitude where our cities are.
            val wide = maxOf(east - west, 2 * (north - south), SMALLEST)
            val zoom = log2(360 / wide) - MARGIN
            return Camera(Place((south + north) / 2, (west + east) / 2), zoom.coerceIn(9.0, 16.0))
        }

    private fun heading(card: DeskCard): String =
        when {
            card.danger -> "screen_desk_group_danger"
            order == RoundOrder.NEAREST && card.metres != null -> ring(card.metres!!.toInt())
            card.card.shape == Shape.OVERDUE -> "screen_desk_group_overdue"
            card.card.shape == Shape.SOON -> "screen_desk_group_soon"
            else -> "screen_desk_group_later"
        }

    private fun ring(metres: Int): String =
        when {
            metres <= 300 -> "desk_ring_300"
            metres <= 1000 -> "desk_ring_1000"
            metres <= 3000 -> "desk_ring_3000"
            else -> "desk_ring_far"
        }

    private companion object {
        /** Degrees: nearer than this there is nothing to see. */
        const val SMALLEST = 0.002

        /** A screen is narrower than a tile, and pins want room. */
        const val MARGIN = 1.2
        val HEADINGS = listOf("group_danger", "group_overdue", "group_soon", "group_later").map { "screen_desk_$it" } +
            listOf("300", "1000", "3000", "far").map { "desk_ring_$it" }
    }
}
