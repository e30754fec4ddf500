package citycenter.app

import androidx.compose.ui.graphics.toArgb
import citycenter.core.map.Viewport
import citycenter.ui.look.Palette
import citycenter.ui.map.Ground
import org.json.JSONArray
import org.json.JSONObject

/** The ground in MapLibre's words: layers and colours of the canvas and of the web's map. Names are the canvas's. */
internal fun groundStyle(palette: Palette, tiles: String): String = GroundStyle(palette).style(tiles).toString()

private class GroundStyle(private val palette: Palette) {
    fun style(tiles: String): JSONObject {
        val (first, last) = Viewport.GROUND.run { first to last }
        val source = made("type" to "vector", "tiles" to list(tiles), "minzoom" to first, "maxzoom" to last)
        return made("version" to 8, "sources" to made(SOURCE to source), "layers" to list(layers()))
    }

    private fun layers() = listOf(beyond()) + grounds() + waters() + houses() + streets() + rails() + edges()

    private fun beyond() =
        made("id" to "beyond", "type" to "background", "paint" to made("background-color" to colour("map-block")))

    private fun grounds() = listOf(
        fill("land", "boundary", "map-land"),
        fill("blocks", "grounds", "map-block", of("block")),
        fill("grass", "grounds", "map-park", of("grass"), opacity = 0.55),
        fill("parks", "grounds", "map-park", of("park", "wood")),
        fill("squares", "grounds", "map-block", of("square")),
    )

    private fun waters() = listOf(
        line("rivers", "lines", "map-water", grown(Ground.RIVER), of("river"), round = true),
        line("streams", "lines", "map-water", grown(Ground.STREAM), of("stream"), from = 13.0, round = true),
        fill("water", "grounds", "map-water", of("water")),
    )

    private fun houses() = listOf(fill("houses", "houses", "map-building", from = 13.5, outline = "map-building-line"))

    private fun streets(): List<JSONObject> {
        fun role(kind: String) = if (kind == "main") "map-main" else "map-street"
        fun wide(width: Double, extra: Double) = grown(Ground.STREETS.map { (zoom, by) -> zoom to width * by + extra })
        val dashes = list(2.5, 2)
        val paths = line("paths", "streets", "map-path", 1.6, of("path"), from = 15.0, dashes = dashes, round = true)
        val cases = Ground.WIDTHS.map { (kind, width) ->
            line("$kind-case", "streets", "${role(kind)}-case", wide(width, Ground.CASING), street(kind), round = true)
        }
        val fills = Ground.WIDTHS.map { (kind, width) ->
            line(kind, "streets", role(kind), wide(width, 0.0), street(kind), round = true)
        }
        return listOf(paths) + cases + fills
    }

    private fun rails() = listOf(
        line("trams", "lines", "map-rail", 1, of("tram"), from = 10.0),
        line("rails", "lines", "map-rail", 1.4, of("rail"), from = 10.0),
        line("sleepers", "lines", "map-rail", 5, of("rail"), from = 14.0, dashes = list(0.2, 1.6)),
    )

    private fun edges() = listOf(
        line("territories", "territories", "map-path", 1, dashes = list(3, 3)).put("maxzoom", 14),
        line("edge", "boundary", "line-strong", 1.5, dashes = list(4, 3)),
    )

    private fun fill(
        id: String,
        layer: String,
        role: String,
        filter: JSONArray? = null,
        opacity: Double = 1.0,
        from: Double? = null,
        outline: String? = null,
    ) = layer(
        id, "fill", layer, filter, from,
        made("fill-color" to colour(role), "fill-opacity" to opacity, "fill-outline-color" to outline?.let(::colour)),
    )

    private fun line(
        id: String,
        layer: String,
        role: String,
        width: Any,
        filter: JSONArray? = null,
        from: Double? = null,
        dashes: JSONArray? = null,
        round: Boolean = false,
    ): JSONObject {
        val paint = made("line-color" to colour(role), "line-width" to width, "line-dasharray" to dashes)
        val made = layer(id, "line", layer, filter, from, paint)
        return if (round) made.put("layout", made("line-cap" to "round", "line-join" to "round")) else made
    }

    private fun layer(id: String, type: String, layer: String, filter: JSONArray?, from: Double?, paint: JSONObject) =
        made("id" to id, "type" to type, "source" to SOURCE, "source-layer" to layer, "filter" to filter, "minzoom" to from)
            .put("paint", paint)

    private fun of(vararg classes: String) = list("in", list("get", "class"), list("literal", list(*classes)))

    /** A street of no class that is drawn apart is a lane. */
    private fun street(kind: String) = if (kind == "lane") list("!", of("main", "street", "path")) else of(kind)

    /** A width that grows with the zoom. */
    private fun grown(stops: List<Pair<Double, Double>>) =
        list("interpolate", list("exponential", Ground.GROWTH), list("zoom"))
            .apply { for ((zoom, width) in stops) put(zoom).put(width) }

    private fun colour(role: String) = "#%06x".format(palette[role].toArgb() and 0xFFFFFF)

    private fun made(vararg parts: Pair<String, Any?>) =
        JSONObject().apply { for ((name, part) in parts) putOpt(name, part) }

    private fun list(vararg parts: Any) = JSONArray(parts.toList())

    private fun list(parts: List<JSONObject>) = JSONArray(parts)

    private companion object {
        const val SOURCE = "base"
    }
}
