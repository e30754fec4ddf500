package citycenter.core.map

import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Shape
import citycenter.mobilecore.TileLayer
import java.net.URI
import java.net.URISyntaxException
import java.net.URLDecoder
import java.net.URLEncoder

/**
 * Which tile is asked for. A map that knows addresses only has one for each, of a server that cannot be: what is
 * asked there is answered by the core, which knows the city's key and keeps what it got.
 */
data class TileAsked(val layer: TileLayer, val at: TileAt, val filter: MapFilter? = null) {
    companion object {
        private const val SERVER = "https://tiles.invalid"

        /** The addresses of a layer, with `{z}`, `{x}` and `{y}` to be filled; each account has its own. */
        fun addresses(account: Long?, layer: TileLayer, filter: MapFilter? = null): String {
            val words = filter?.run {
                listOfNotNull(
                    category?.let { "category=${URLEncoder.encode(it, "UTF-8")}" },
                    shapes.takeIf { it.isNotEmpty() }?.let { "shapes=${it.joinToString("+")}" },
                    days?.let { "days=$it" },
                )
            }.orEmpty()
            val query = if (words.isEmpty()) "" else words.joinToString("&", "?")
            return "$SERVER/${account ?: 0}/${layer.name.lowercase()}/{z}/{x}/{y}$query"
        }

        /** The tile of an address; nothing for any that is not of [addresses]. */
        fun read(address: String): TileAsked? {
            val uri = try {
                URI(address)
            } catch (_: URISyntaxException) {
                return null
            }
            val parts = uri.path.orEmpty().split('/')
            if (!address.startsWith("$SERVER/") || parts.size != 6) return null
            val layer = TileLayer.entries.find { it.name.lowercase() == parts[2] } ?: return null
            val (z, x, y) = parts.drop(3).map { it.toIntOrNull() ?: return null }
            return TileAsked(layer, TileAt(z, x, y), if (layer == TileLayer.REPORTS) filter(uri.rawQuery.orEmpty()) else null)
        }

        private fun filter(query: String): MapFilter {
            val words = query.split('&').filter { '=' in it }.associate { it.substringBefore('=') to it.substringAfter('=') }
            val shapes = words["shapes"]?.split('+').orEmpty().mapNotNull { name -> Shape.entries.find { it.name == name } }
            return MapFilter(words["category"]?.let { URLDecoder.decode(it, "UTF-8") }, shapes, words["days"]?.toUIntOrNull())
        }
    }
}
