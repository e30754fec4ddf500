package citycenter.app

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.Manifest.permission.ACCESS_FINE_LOCATION
import android.annotation.SuppressLint
import android.content.Context
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.location.Location
import android.location.LocationManager
import android.os.Build
import android.os.CancellationSignal
import android.os.SystemClock
import androidx.core.location.LocationManagerCompat
import citycenter.core.Whereabouts
import citycenter.mobilecore.Place
import kotlin.math.ceil
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.callbackFlow
import kotlinx.coroutines.flow.takeWhile
import kotlinx.coroutines.withTimeoutOrNull

/** Where the phone is, by the system's own satellites and networks. */
internal class Locator(private val context: Context, private val patience: Duration = 15.seconds) {
    private val manager = context.system<LocationManager>()

    val allowed: Boolean get() = granted(ACCESS_FINE_LOCATION) || granted(ACCESS_COARSE_LOCATION)

    /** The first good answer, or the best one when patience ends. */
    suspend fun where(): Whereabouts {
        if (!allowed) return Whereabouts.Denied
        val sources = sources()
        if (sources.isEmpty()) return Whereabouts.Off
        val known = sources.mapNotNull(::last).filter(::isFresh).minByOrNull { it.accuracy }
        if (known != null && known.accuracy <= GOOD) return here(known)
        var best = known
        withTimeoutOrNull(patience) {
            answers(sources).takeWhile { location ->
                best = listOfNotNull(best, location).minBy { it.accuracy }
                location.accuracy > GOOD
            }.collect { }
        }
        return best?.let(::here) ?: Whereabouts.Unknown
    }

    /** The sources that are switched on and that the person lets the app ask. */
    private fun sources(): List<String> {
        val hasFused = Build.VERSION.SDK_INT >= Build.VERSION_CODES.S
        val fused = if (hasFused) listOf(LocationManager.FUSED_PROVIDER) else emptyList()
        val precise = if (granted(ACCESS_FINE_LOCATION)) listOf(LocationManager.GPS_PROVIDER) else emptyList()
        return (fused + LocationManager.NETWORK_PROVIDER + precise)
            .filter { it in manager.allProviders && manager.isProviderEnabled(it) }
    }

    @SuppressLint("MissingPermission")
    private fun last(source: String): Location? =
        try {
            manager.getLastKnownLocation(source)
        } catch (_: SecurityException) {
            null
        }

    /** One answer of each source; none of what was taken back meanwhile. */
    @SuppressLint("MissingPermission")
    private fun answers(sources: List<String>) = callbackFlow {
        // A signal knows one listener only.
        val signals = sources.associateWith { CancellationSignal() }
        for ((source, signal) in signals) {
            try {
                LocationManagerCompat.getCurrentLocation(manager, source, signal, Runnable::run) { it?.let(::trySend) }
            } catch (_: SecurityException) {
                continue
            }
        }
        awaitClose { signals.values.forEach(CancellationSignal::cancel) }
    }

    private fun isFresh(location: Location): Boolean =
        SystemClock.elapsedRealtimeNanos() - location.elapsedRealtimeNanos in 0..FRESH.inWholeNanoseconds

    private fun here(location: Location) =
        Whereabouts.Here(Place(location.latitude, location.longitude), ceil(location.accuracy).toInt())

    private fun granted(permission: String) = context.checkSelfPermission(permission) == PERMISSION_GRANTED

    private companion object {
        /** Metres: near enough to find the lamp post. */
        const val GOOD = 30f
        val FRESH = 2.minutes
    }
}
