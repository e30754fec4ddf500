package citycenter.app

import android.content.Context
import android.net.ConnectivityManager
import android.net.ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED
import android.net.NetworkCapabilities
import android.net.NetworkCapabilities.NET_CAPABILITY_INTERNET
import android.net.NetworkCapabilities.NET_CAPABILITY_NOT_METERED
import citycenter.mobilecore.Connectivity
import citycenter.mobilecore.Network as Kind

/** What network the phone has. */
internal class Network(context: Context) : Connectivity {
    private val manager = context.system<ConnectivityManager>()

    override fun network(): Kind {
        val can = manager.activeNetwork?.let(manager::getNetworkCapabilities)
        return when {
            can == null || !can.hasCapability(NET_CAPABILITY_INTERNET) -> Kind.NONE
            // Data saver: the person wants every network spared.
            manager.restrictBackgroundStatus == RESTRICT_BACKGROUND_STATUS_ENABLED -> Kind.METERED
            can.hasCapability(NET_CAPABILITY_NOT_METERED) -> Kind.FREE
            else -> Kind.METERED
        }
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
