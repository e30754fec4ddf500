package citycenter.app

import android.content.Context
import citycenter.core.App
import citycenter.core.map.TileAsked
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import org.maplibre.android.LibraryLoaderProvider
import org.maplibre.android.MapLibre
import org.maplibre.android.ModuleProvider
import org.maplibre.android.ModuleProviderImpl
import org.maplibre.android.http.HttpRequest
import org.maplibre.android.http.HttpResponder

/**
 * What MapLibre asks a network for is answered by the core: with the city's own key, from what the phone keeps when
 * there is no network, and within the one budget of the phone's memory. Nothing else is ever asked.
 */
internal class TileRequests(private val tile: suspend (TileAsked) -> ByteArray?) : ModuleProvider {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    override fun createHttpRequest(): HttpRequest = Request()

    override fun createLibraryLoaderProvider(): LibraryLoaderProvider = ModuleProviderImpl().createLibraryLoaderProvider()

    private inner class Request : HttpRequest {
        private var asking: Job? = null

        override fun executeRequest(
            responder: HttpResponder,
            nativePointer: Long,
            url: String,
            range: String?,
            etag: String?,
            modified: String?,
            offline: Boolean,
        ) {
            val asked = TileAsked.read(url)
            if (asked == null) {
                responder.handleFailure(HttpRequest.PERMANENT_ERROR, "not ours")
                return
            }
            asking = scope.launch {
                val bytes = tile(asked)
                if (bytes == null) {
                    responder.handleFailure(HttpRequest.CONNECTION_ERROR, "not to be had now")
                } else {
                    responder.onResponse(200, null, null, NOT_KEPT, null, null, null, bytes)
                }
            }
        }

        override fun cancelRequest() {
            asking?.cancel()
        }
    }

    companion object {
        /** The core keeps them already. */
        private const val NOT_KEPT = "no-store"

        /** Starts MapLibre, once. */
        @Synchronized
        fun begin(context: Context, app: App) {
            if (MapLibre.hasInstance()) return
            MapLibre.getInstance(context)
            MapLibre.setModuleProvider(TileRequests(app.tiles::bytes))
            // Without a network it would ask nothing; the core has an answer then too.
            MapLibre.setConnected(true)
        }
    }
}
