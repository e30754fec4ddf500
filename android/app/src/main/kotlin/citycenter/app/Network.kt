package citycenter.app

import android.content.Context
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.NetworkCapabilities.NET_CAPABILITY_INTERNET
import android.net.NetworkCapabilities.NET_CAPABILITY_NOT_METERED
import citycenter.mobilecore.Connectivity
import citycenter.mobilecore.Network as Kind

/** What network the phone has. */
internal class Network(context: Context) : Connectivity {
    private val manager = context.system<ConnectivityManager>()

    override fun network(): Kind {
        val can = capabilities()
        return when {
            can == null || !can.hasCapability(NET_CAPABILITY_INTERNET) -> Kind.NONE
            can.hasCapability(NET_CAPABILITY_NOT_METERED) -> Kind.FREE
            // Data saver spares these, and no others.
            else -> Kind.METERED
        }
    }

    /** Some phones throw where others say that there is no network. */
    private fun capabilities(): NetworkCapabilities? =
        try {
            manager.activeNetwork?.let(manager::getNetworkCapabilities)
        } catch (_: RuntimeException) {
            null
        }

    /** Tells whenever there is a network again, or another kind of one. */
    fun onArrival(arrived: () -> Unit) =
        manager.registerDefaultNetworkCallback(
            object : ConnectivityManager.NetworkCallback() {
                private var before: Pair<android.net.Network, Boolean>? = null

                override fun onCapabilitiesChanged(network: android.net.Network, can: NetworkCapabilities) {
                    val now = network to can.hasCapability(NET_CAPABILITY_NOT_METERED)
                    if (now != before) arrived()
                    before = now
                }

                override fun onLost(network: android.net.Network) {
                    before = null
                }
            },
        )
}
