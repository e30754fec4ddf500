package citycenter.core.map

import citycenter.core.App
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.TileLayer
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withPermit
import kotlinx.coroutines.withContext

/**
 * Tiles for whoever draws a map: those of the ground are decoded once and held within bounds, those of reports are
 * asked for each time. Without a network the core gives what the phone has kept.
 */
class Tiles(private val app: App) {
    private val asking = Semaphore(AT_ONCE)
    private val held = object : LinkedHashMap<TileAt, VectorTile>(MOST, 0.75f, true) {
        override fun removeEldestEntry(eldest: Map.Entry<TileAt, VectorTile>) = size > MOST
    }

    /** The account whose city they show. */
    private var of: Long? = null

    /** What lies on the ground there; nothing where it cannot be had now. */
    suspend fun ground(at: TileAt): VectorTile? =
        withContext(Dispatchers.IO) {
            val here = app.account()?.id
            held(here, at) ?: read(TileAsked(TileLayer.BASE, at))?.also { hold(here, at, it) }
        }

    /** The reports there that fit; nothing where they cannot be had now. */
    suspend fun reports(at: TileAt, filter: MapFilter): VectorTile? = read(TileAsked(TileLayer.REPORTS, at, filter))

    /** The tile as the city wrote it; nothing where it cannot be had now. */
    suspend fun bytes(asked: TileAsked): ByteArray? =
        withContext(Dispatchers.IO) {
            asking.withPermit {
                try {
                    val at = asked.at
                    app.core.tile(asked.layer, at.z.toUByte(), at.x.toUInt(), at.y.toUInt(), asked.filter)
                } catch (_: CoreException) {
                    null
                }
            }
        }

    private suspend fun read(asked: TileAsked): VectorTile? =
        try {
            bytes(asked)?.let { withContext(Dispatchers.Default) { VectorTile.read(it) } }
        } catch (_: BrokenTile) {
            null
        }

    private fun held(account: Long?, at: TileAt): VectorTile? = synchronized(held) { if (account == of) held[at] else null }

    private fun hold(account: Long?, at: TileAt, tile: VectorTile) =
        synchronized(held) {
            if (account != of) held.clear()
            of = account
            held[at] = tile
        }

    private companion object {
        const val AT_ONCE = 6

        /** Some screens of tiles. */
        const val MOST = 64
    }
}
