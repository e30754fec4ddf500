package citycenter.ui.map

import citycenter.core.map.DRAWING_ORDER
import citycenter.core.map.TileAsked
import citycenter.core.map.Viewport
import citycenter.mobilecore.Language
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.TileLayer
import citycenter.ui.look.Palette

/**
 * The style of a MapLibre map, as JSON: the same ground and the same marks as the canvas draws. Names are pictures
 * ([MapPicture]) that the app draws itself: MapLibre on phones writes no Cyrillic without a server of glyphs.
 */
class MapStyle(
    private val palette: Palette,
    private val language: Language,
    private val account: Long?,
    private val reports: MapFilter?,
) {
    fun json(): String = json(
        mapOf(
            "version" to 8,
            "sources" to sources(),
            "layers" to listOf(beyond()) + ground() + streets() + edges() + names() + marks(),
        ),
    )

    private fun beyond() =
        mapOf("id" to "beyond", "type" to "background", "paint" to mapOf("background-color" to colour("map-block")))

    private fun sources() = buildMap {
        put("base", tiles(TileLayer.BASE, null, Viewport.GROUND))
        if (reports != null) put("reports", tiles(TileLayer.REPORTS, reports, Viewport.REPORTS))
        put(POINTS, mapOf("type" to "geojson", "data" to mapOf("type" to "FeatureCollection", "features" to emptyList<Any>())))
    }

    private fun tiles(layer: TileLayer, filter: MapFilter?, zooms: IntRange) = mapOf(
        "type" to "vector",
        "tiles" to listOf(TileAsked.addresses(account, layer, filter)),
        "minzoom" to zooms.first,
        "maxzoom" to zooms.last,
    )

    private fun ground(): List<Any> = listOf(
        fill("land", "boundary", "map-land"),
        fill("blocks", "grounds", "map-block", classes("block")),
        fill("grass", "grounds", "map-park", classes("grass"), 0.55),
        fill("parks", "grounds", "map-park", classes("park", "wood")),
        fill("squares", "grounds", "map-block", classes("square")),
        line("rivers", "lines", colour("map-water"), grown(Ground.RIVER), classes("river"), round = true),
        line("streams", "lines", colour("map-water"), grown(Ground.STREAM), classes("stream"), from = 13.0, round = true),
        fill("water", "grounds", "map-water", classes("water")),
        fill("houses", "houses", "map-building", from = 13.5) { put("fill-outline-color", colour("map-building-line")) },
    )

    private fun streets(): List<Any> {
        val street = listOf("!=", of("class"), "path")
        val order = listOf("match", of("class"), "main", 2, "street", 1, 0)
        fun kind(main: String, other: String) = listOf("match", of("class"), "main", colour(main), colour(other))
        fun street(id: String, colour: Any, extra: Double) =
            line(id, "streets", colour, width(extra), street, round = true) { put("line-sort-key", order) }
        return listOf(
            line("paths", "streets", colour("map-path"), 1.6, classes("path"), from = 15.0, dashes = listOf(2.5, 2.0)),
            street("casing", kind("map-main-case", "map-street-case"), Ground.CASING),
            street("streets", kind("map-main", "map-street"), 0.0),
            line(
                "rails", "lines", colour("map-rail"),
                listOf("match", of("class"), "tram", 1.0, 1.4), classes("rail", "tram"), from = 10.0,
            ),
            line("sleepers", "lines", colour("map-rail"), 5.0, classes("rail"), from = 14.0, dashes = listOf(0.2, 1.6)),
        )
    }

    private fun edges(): List<Any> = listOf(
        line("territories", "territories", colour("map-path"), 1.0, to = 14.0, dashes = listOf(3.0, 3.0)),
        line("edge", "boundary", colour("line-strong"), 1.5, dashes = listOf(4.0, 3.0)),
    )

    private fun names(): List<Any> {
        val said = listOf("coalesce", of("name_${language.name.lowercase()}"), of("name_ru"), "")
        val number = listOf("coalesce", of("number"), "")
        fun name(role: Any, text: Any, size: Any = "12") = listOf("concat", "${MapPicture.NAME}|", role, "|", size, "|", text)
        fun written(
            id: String, layer: String, from: Double, picture: Any,
            along: Boolean = false, to: Double? = null, filter: Any? = null,
        ) =
            symbol(id, "base", layer, filter, from, to) {
                put("icon-image", picture)
                put("icon-padding", 6)
                if (along) {
                    put("symbol-placement", "line")
                    put("symbol-spacing", 500)
                    put("icon-rotation-alignment", "map")
                    put("icon-keep-upright", true)
                }
            }
        val park = listOf("match", of("class"), "water", "map-label-water", listOf("park", "wood", "grass"), "map-label-park", "map-label")
        return listOf(
            written("door-numbers", "doors", 17.0, name("map-label", number)),
            written("house-numbers", "houses", 17.0, name("map-label", number)),
            written("water-names", "lines", 13.0, name("map-label-water", said), along = true, filter = classes("river", "stream")),
            written("ground-names", "grounds", 14.0, name(park, said), filter = listOf("!=", of("class"), "block")),
            written("street-names", "streets", 13.5, name("map-label", said), along = true, filter = listOf("!=", of("class"), "path")),
            written(
                "localities", "localities", 10.0,
                name("map-label", said, listOf("match", of("class"), "quarter", "12", "14")), to = 16.0,
            ),
        )
    }

    private fun marks(): List<Any> = buildList {
        val hasCount = listOf("has", "count")
        val order = listOf<Any>("match", of("shape")) + DRAWING_ORDER.flatMapIndexed { i, shape -> listOf(shape.name.lowercase(), i) } + 0
        fun pin(kind: String, slug: Any) = listOf("concat", "${MapPicture.PIN}|", of("shape"), "|$kind|", slug, "|", of("category"), "|")
        if (reports != null) {
            val shares = DRAWING_ORDER.flatMap { listOf("|", listOf("to-string", listOf("coalesce", of(it.name.lowercase()), 0))) }
            add(
                symbol(CLUSTERS, "reports", "reports", hasCount) {
                    put("icon-image", listOf<Any>("concat", "${MapPicture.CLUSTER}|", listOf("to-string", of("count"))) + shares)
                    put("icon-allow-overlap", true)
                },
            )
            add(
                symbol(PINS, "reports", "reports", listOf("!", hasCount)) {
                    put("icon-image", listOf("step", listOf("zoom"), pin("category", ""), TYPES_FROM, pin("type", of("type"))))
                    put("icon-allow-overlap", true)
                    put("symbol-sort-key", order)
                },
            )
        }
        add(
            symbol(POINTS, POINTS, null) {
                put("icon-image", of("picture"))
                put("icon-allow-overlap", true)
                put("symbol-sort-key", of("order"))
            },
        )
    }

    private fun fill(
        id: String, layer: String, role: String, filter: Any? = null, opacity: Double = 1.0, from: Double? = null,
        more: MutableMap<String, Any>.() -> Unit = {},
    ): Map<String, Any> = layer(id, "fill", "base", layer, filter, from) {
        put("paint", buildMap<String, Any> {
            put("fill-color", colour(role))
            put("fill-opacity", opacity)
            more()
        })
    }

    private fun line(
        id: String, layer: String, colour: Any, width: Any, filter: Any? = null, from: Double? = null, to: Double? = null,
        dashes: List<Double>? = null, round: Boolean = false, more: MutableMap<String, Any>.() -> Unit = {},
    ): Map<String, Any> = layer(id, "line", "base", layer, filter, from, to) {
        put("layout", buildMap<String, Any> {
            if (round) put("line-cap", "round")
            put("line-join", "round")
            more()
        })
        put("paint", buildMap<String, Any> {
            put("line-color", colour)
            put("line-width", width)
            if (dashes != null) put("line-dasharray", dashes)
        })
    }

    private fun symbol(
        id: String, source: String, layer: String?, filter: Any? = null, from: Double? = null, to: Double? = null,
        layout: MutableMap<String, Any>.() -> Unit,
    ): Map<String, Any> = layer(id, "symbol", source, layer, filter, from, to) { put("layout", buildMap(layout)) }

    private fun layer(
        id: String, type: String, source: String, layer: String?, filter: Any?, from: Double?, to: Double? = null,
        more: MutableMap<String, Any>.() -> Unit,
    ): Map<String, Any> = buildMap {
        put("id", id)
        put("type", type)
        put("source", source)
        layer?.let { put("source-layer", it) }
        filter?.let { put("filter", it) }
        from?.let { put("minzoom", it) }
        to?.let { put("maxzoom", it) }
        more()
    }

    /** Widths by zoom, for a street of each class. */
    private fun width(extra: Double): List<Any> {
        fun at(factor: Double): List<Any> {
            val (lane, street, main) = Ground.WIDTHS.map { (_, width) -> width * factor + extra }
            return listOf("match", of("class"), "main", main, "street", street, lane)
        }
        return grows + Ground.STREETS.flatMap { (zoom, factor) -> listOf(zoom, at(factor)) }
    }

    private fun grown(stops: List<Pair<Double, Double>>): List<Any> = grows + stops.flatMap { it.toList() }

    private val grows get() = listOf<Any>("interpolate", listOf("exponential", Ground.GROWTH), listOf("zoom"))

    private fun colour(role: String): String = hex(palette[role])

    private fun of(name: String): List<Any> = listOf("get", name)

    private fun classes(vararg names: String): List<Any> = listOf("in", of("class"), listOf("literal", names.toList()))

    companion object {
        /** Layers whose marks are pressed. */
        const val CLUSTERS = "clusters"
        const val PINS = "pins"
        const val POINTS = "points"
    }
}
