package citycenter.ui.look

/** The tables and fonts that the app is built with (`scripts/phone-assets.py`). */
internal object Assets {
    /** The lines of a table, each with its cells. */
    fun table(name: String): List<List<String>> =
        open("$name.tsv").bufferedReader().useLines { lines -> lines.map { it.split('\t') }.toList() }

    fun bytes(name: String): ByteArray = open(name).use { it.readBytes() }

    private fun open(name: String) =
        Assets::class.java.getResourceAsStream("/citycenter/assets/$name") ?: error("the app was built without $name")
}
