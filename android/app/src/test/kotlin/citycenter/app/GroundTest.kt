package citycenter.app

import citycenter.ui.look.Palette
import kotlinx.coroutines.Job
import org.json.JSONObject
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.maplibre.android.http.HttpRequest
import org.maplibre.android.http.HttpResponder
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class GroundTest {
    private class Answer : HttpResponder {
        var tile: ByteArray? = null
        var failure: Int? = null

        override fun onResponse(
            code: Int, etag: String?, modified: String?, cache: String?, expires: String?, retry: String?, reset: String?, body: ByteArray?,
        ) {
            tile = body
        }

        override fun handleFailure(type: Int, message: String?) {
            failure = type
        }
    }

    @Test
    fun `what MapLibre asks for comes from the core`() {
        val answer = ask(CoreTiles.address(7).replace("{z}", "14").replace("{x}", "9800").replace("{y}", "5010")) { z, x, y ->
            assertEquals(listOf(14, 9800, 5010), listOf(z.toInt(), x.toInt(), y.toInt()))
            byteArrayOf(1, 2)
        }
        assertArrayEquals(byteArrayOf(1, 2), answer.tile)
        assertNull(answer.failure)
    }

    @Test
    fun `a tile that cannot be had is asked for again later`() =
        assertEquals(HttpRequest.CONNECTION_ERROR, ask("https://tiles.invalid/1/14/1/2") { _, _, _ -> null }.failure)

    @Test
    fun `MapLibre reaches nobody else`() {
        for (address in listOf("https://demotiles.maplibre.org/style.json", "https://city.example/1/14/1/2", "https://tiles.invalid/1/14/1/2.png")) {
            val answer = ask(address) { _, _, _ -> error("asked for $address") }
            assertEquals(address, HttpRequest.PERMANENT_ERROR, answer.failure)
        }
    }

    @Test
    fun `the ground has the colours of the theme, each layer once`() {
        val (light, dark) = listOf(false, true).map { style(Palette.of(it)) }
        val ids = light.map { it.getString("id") }
        assertEquals(ids.distinct(), ids)
        assertEquals(ids, dark.map { it.getString("id") })
        assertEquals("#%s".format(colour(light, "land").drop(1)), colour(light, "land"))
        assertTrue(colour(light, "land") != colour(dark, "land"))
        assertTrue(light.drop(1).all { it.getString("source") == "base" && it.has("source-layer") })
        assertTrue(ids.indexOf("main-case") < ids.indexOf("lane") && ids.indexOf("houses") < ids.indexOf("lane-case"))
    }

    private fun style(palette: Palette): List<JSONObject> =
        JSONObject(groundStyle(palette, CoreTiles.address(1))).getJSONArray("layers").let { layers -> (0 until layers.length()).map(layers::getJSONObject) }

    private fun colour(layers: List<JSONObject>, id: String) =
        layers.single { it.getString("id") == id }.getJSONObject("paint").getString("fill-color")

    private fun ask(address: String, tile: (UByte, UInt, UInt) -> ByteArray?): Answer =
        Answer().also { answer ->
            TileRequest { z, x, y, answered -> Job().also { answered(tile(z, x, y)) } }.executeRequest(answer, 0, address, "", "", "", false)
        }
}
