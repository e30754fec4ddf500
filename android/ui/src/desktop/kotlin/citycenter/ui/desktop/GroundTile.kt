package citycenter.ui.desktop

import androidx.compose.ui.graphics.Path
import citycenter.core.map.Spot
import citycenter.core.map.TileAt
import citycenter.core.map.VectorTile
import citycenter.core.map.VectorTile.Kind

/** A tile of the ground, ready to be drawn: outlines by what they are, in units of the tile, and what has a name. */
internal class GroundTile(val at: TileAt, tile: VectorTile) {
    /** Units of its side. */
    val extent: Int = tile.names.firstOrNull()?.let(tile::layer)?.extent ?: 4096
    private val paths = HashMap<String, Path>()
    val names: List<Named>

    /** Something with a name: along a line, or at a point. */
    class Named(val layer: String, val kind: String, val words: Map<String, String>, val line: List<Spot>)

    init {
        val named = mutableListOf<Named>()
        for (layer in tile.names) {
            for (feature in tile.layer(layer).features) {
                what(layer, feature.text("class").orEmpty())?.let { draw(it, feature) }
                name(layer, feature)?.let(named::add)
            }
        }
        names = named
    }

    fun path(what: String): Path? = paths[what]

    /** By what colour and width it is drawn. */
    private fun what(layer: String, kind: String): String? = when (layer) {
        "boundary" -> "land"
        "territories" -> "territory"
        "houses" -> "house"
        "grounds" -> if (kind == "wood") "park" else kind
        "lines" -> kind
        "streets" -> if (kind == "main" || kind == "street" || kind == "path") kind else "lane"
        else -> null
    }

    private fun draw(what: String, feature: VectorTile.Feature) {
        if (feature.kind == Kind.POINT) return
        val path = paths.getOrPut(what) { Path() }
        for (part in feature.parts) {
            path.moveTo(part[0].toFloat(), part[1].toFloat())
            for (i in 2 until part.size step 2) path.lineTo(part[i].toFloat(), part[i + 1].toFloat())
            if (feature.kind == Kind.AREA) path.close()
        }
    }

    private fun name(layer: String, feature: VectorTile.Feature): Named? {
        val words = when (layer) {
            "houses", "doors" -> feature.text("number")?.let { mapOf("ru" to it, "en" to it) }
            "streets", "lines", "grounds", "localities" ->
                feature.text("name_ru")?.let { mapOf("ru" to it, "en" to (feature.text("name_en") ?: it)) }
            else -> null
        }
        if (words == null) return null
        val longest = feature.parts.maxBy { it.size }
        val points = (longest.indices step 2).map { spot(longest[it], longest[it + 1]) }
        val line = if (feature.kind == Kind.AREA) listOf(middle(points)) else points
        // What lies in the margin is named by the tile next to it.
        if (line.size == 1 && !at.holds(line.single())) return null
        return Named(layer, feature.text("class").orEmpty(), words, line)
    }

    private fun spot(x: Int, y: Int) = Spot(at.west + x * at.side / extent, at.north + y * at.side / extent)

    private fun middle(points: List<Spot>) = Spot(
        (points.minOf { it.x } + points.maxOf { it.x }) / 2, (points.minOf { it.y } + points.maxOf { it.y }) / 2,
    )
}
