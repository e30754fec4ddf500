package citycenter.app

import citycenter.core.App
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.TileLayer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import org.maplibre.android.LibraryLoaderProvider
import org.maplibre.android.ModuleProvider
import org.maplibre.android.http.HttpRequest
import org.maplibre.android.http.HttpResponder
import org.maplibre.android.module.loader.LibraryLoaderProviderImpl

/**
 * What MapLibre asks for is a tile of the core, and nothing else: one way out of the phone, with the city's keys, and
 * one store of what was seen, with one budget.
 */
internal class CoreTiles(private val app: App) : ModuleProvider {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)

    override fun createHttpRequest(): HttpRequest =
        TileRequest { z, x, y, answer -> scope.launch { answer(tile(z, x, y)) } }

    override fun createLibraryLoaderProvider(): LibraryLoaderProvider = LibraryLoaderProviderImpl()

    private suspend fun tile(z: UByte, x: UInt, y: UInt): ByteArray? =
        try {
            app.core.tile(TileLayer.BASE, z, x, y)
        } catch (_: CoreException) {
            null
        }

    companion object {
        /** The address of a tile of an account's city: MapLibre wants one, nothing resolves it. */
        fun address(account: Long?) = "https://tiles.invalid/${account ?: 0}/{z}/{x}/{y}"
    }
}

/** One request of MapLibre, answered by [ask]. */
internal class TileRequest(private val ask: (UByte, UInt, UInt, (ByteArray?) -> Unit) -> Job) : HttpRequest {
    private var asked: Job? = null

    override fun executeRequest(
        responder: HttpResponder,
        native: Long,
        address: String,
        range: String?,
        etag: String?,
        modified: String?,
        offline: Boolean,
    ) {
        val at = TILE.find(address) ?: return responder.handleFailure(HttpRequest.PERMANENT_ERROR, "no tile")
        val (z, x, y) = at.destructured
        asked = ask(z.toUByte(), x.toUInt(), y.toUInt()) { tile ->
            if (tile == null) {
                responder.handleFailure(HttpRequest.CONNECTION_ERROR, "not to be had now")
            } else {
                responder.onResponse(OK, null, null, null, null, null, null, tile)
            }
        }
    }

    override fun cancelRequest() {
        asked?.cancel()
    }

    private companion object {
        const val OK = 200
        val TILE = Regex("^https://tiles\\.invalid/\\d+/(\\d{1,2})/(\\d{1,8})/(\\d{1,8})$")
    }
}
