package citycenter.app

import citycenter.core.map.TileAsked
import citycenter.core.map.TileAt
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.TileLayer
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.Assert.assertEquals
import org.junit.Test
import org.maplibre.android.http.HttpRequest
import org.maplibre.android.http.HttpResponder

/** Whom MapLibre asks: the core, and nobody else. */
class TileRequestsTest {
    private val asked = mutableListOf<TileAsked>()
    private var known = true
    private val requests = TileRequests { tile ->
        asked += tile
        "a tile".toByteArray().takeIf { known }
    }

    private class Heard : HttpResponder {
        val answer = CompletableDeferred<String>()

        override fun onResponse(
            code: Int, etag: String?, modified: String?, kept: String?, expires: String?, retry: String?, limit: String?, body: ByteArray,
        ) {
            answer.complete("$code $kept ${String(body)}")
        }

        override fun handleFailure(type: Int, message: String) {
            answer.complete("failure $type")
        }
    }

    private fun ask(url: String): String = runBlocking {
        val heard = Heard()
        requests.createHttpRequest().executeRequest(heard, 0, url, null, null, null, false)
        withTimeout(10.seconds) { heard.answer.await() }
    }

    @Test
    fun `a tile of the city is what the core has, and is kept by the core alone`() {
        val filter = MapFilter("yard", days = 7u)
        val address = TileAsked.addresses(1, TileLayer.REPORTS, filter).replace("{z}", "15").replace("{x}", "3").replace("{y}", "4")
        assertEquals("200 no-store a tile", ask(address))
        assertEquals(listOf(TileAsked(TileLayer.REPORTS, TileAt(15, 3, 4), filter)), asked)
        known = false
        assertEquals("failure ${HttpRequest.CONNECTION_ERROR}", ask(address))
    }

    @Test
    fun `nothing else is asked of anybody`() {
        for (url in listOf("https://elsewhere.example/style.json", "https://tiles.invalid/1/glyphs/1/2/3", "http://127.0.0.1/tile")) {
            assertEquals("failure ${HttpRequest.PERMANENT_ERROR}", ask(url))
        }
        assertEquals(emptyList<TileAsked>(), asked)
    }
}
