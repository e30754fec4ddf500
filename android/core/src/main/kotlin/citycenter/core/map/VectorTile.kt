package citycenter.core.map

/** A Mapbox Vector Tile (2.1), as far as a map draws it. */
class VectorTile private constructor(private val layers: Map<String, Layer>) {
    /** What lies on one layer, in the order of drawing; nothing where the tile has no such layer. */
    fun layer(name: String): Layer = layers[name] ?: Layer.NONE

    val names: Set<String> get() = layers.keys

    class Layer(
        /** Units of the tile's side. */
        val extent: Int,
        val features: List<Feature>,
    ) {
        internal companion object {
            val NONE = Layer(4096, emptyList())
        }
    }

    enum class Kind { POINT, LINE, AREA }

    class Feature(
        val kind: Kind,
        private val properties: Map<String, Any>,
        /** Lines or rings, each x, y, x, y… in the tile's units; of points, one part with all of them. */
        val parts: List<IntArray>,
    ) {
        fun text(name: String): String? = properties[name] as? String

        fun count(name: String): Int? = (properties[name] as? Number)?.toInt()
    }

    companion object {
        /** Reads a tile. No bytes at all are a tile with nothing on it. */
        @Throws(BrokenTile::class)
        fun read(bytes: ByteArray): VectorTile {
            if (bytes.size > LONGEST) throw BrokenTile("it is too long")
            val layers = LinkedHashMap<String, Layer>()
            val tile = Bytes(bytes)
            while (tile.next()) {
                if (tile.field == 3) layer(tile.part())?.let { (name, layer) -> layers.putIfAbsent(name, layer) } else tile.skip()
            }
            return VectorTile(layers)
        }

        private fun layer(bytes: Bytes): Pair<String, Layer>? {
            var name = ""
            var version = 1L
            var extent = 4096L
            val features = mutableListOf<Bytes>()
            val keys = mutableListOf<String>()
            val values = mutableListOf<Any>()
            while (bytes.next()) {
                when (bytes.field) {
                    1 -> name = bytes.text()
                    2 -> features += bytes.part()
                    3 -> keys += bytes.text()
                    4 -> values += value(bytes.part())
                    5 -> extent = bytes.number()
                    15 -> version = bytes.number()
                    else -> bytes.skip()
                }
            }
            if (version !in 1..2) return null
            if (extent !in 1..FARTHEST) throw BrokenTile("a side of $extent units")
            return name to Layer(extent.toInt(), features.mapNotNull { feature(it, keys, values) })
        }

        private fun value(bytes: Bytes): Any {
            var value: Any = ""
            while (bytes.next()) {
                when (bytes.field) {
                    1 -> value = bytes.text()
                    2 -> value = bytes.float()
                    3 -> value = bytes.double()
                    4, 5 -> value = bytes.number()
                    6 -> value = bytes.signed()
                    7 -> value = bytes.number() != 0L
                    else -> bytes.skip()
                }
            }
            return value
        }

        private fun feature(bytes: Bytes, keys: List<String>, values: List<Any>): Feature? {
            val properties = HashMap<String, Any>()
            var kind: Kind? = null
            var parts = emptyList<IntArray>()
            while (bytes.next()) {
                when (bytes.field) {
                    2 -> {
                        val tags = bytes.part()
                        while (tags.hasMore) properties[named(keys, tags.number())] = named(values, tags.number())
                    }
                    3 -> kind = Kind.entries.getOrNull((bytes.number() - 1).coerceIn(-1, 3).toInt())
                    4 -> parts = Geometry(bytes.part()).parts()
                    else -> bytes.skip()
                }
            }
            return if (kind == null || parts.isEmpty()) null else Feature(kind, properties, parts)
        }

        private fun <T> named(all: List<T>, index: Long): T =
            if (index in all.indices) all[index.toInt()] else throw BrokenTile("there is no key or value $index")

        /** Bytes: the server's fullest tile is a tenth of it. */
        private const val LONGEST = 8 * 1024 * 1024

        /** Units: what lies farther off is no part of any tile, and drawing it could take for ever. */
        internal const val FARTHEST = 1L shl 17
    }
}

/** The commands by which a shape is drawn. */
private class Geometry(private val commands: Bytes) {
    private val parts = mutableListOf<IntArray>()
    private var part = IntArray(16)
    private var size = 0
    private var x = 0L
    private var y = 0L

    fun parts(): List<IntArray> {
        while (commands.hasMore) {
            val command = commands.number()
            val times = command ushr 3
            when ((command and 7).toInt()) {
                MOVE -> {
                    // Points of one feature come by one command, each line by its own.
                    end()
                    go(times)
                }
                LINE -> if (size == 0) throw BrokenTile("a line from nowhere") else go(times)
                CLOSE -> if (size > 0) go(part[0].toLong(), part[1].toLong())
                else -> throw BrokenTile("there is no command $command")
            }
        }
        end()
        return parts
    }

    private fun go(times: Long) {
        // Each takes two bytes at least, so that the bytes end it whatever it says.
        for (i in 0 until times) go(x + commands.signed(), y + commands.signed(), steps = true)
    }

    private fun go(toX: Long, toY: Long, steps: Boolean = false) {
        if (toX !in -FAR..FAR || toY !in -FAR..FAR) throw BrokenTile("too far off")
        if (steps) {
            x = toX
            y = toY
        }
        if (size == part.size) part = part.copyOf(size * 2)
        part[size++] = toX.toInt()
        part[size++] = toY.toInt()
    }

    private fun end() {
        if (size > 0) parts += part.copyOf(size)
        size = 0
    }

    private companion object {
        const val MOVE = 1
        const val LINE = 2
        const val CLOSE = 7
        const val FAR = VectorTile.FARTHEST
    }
}
