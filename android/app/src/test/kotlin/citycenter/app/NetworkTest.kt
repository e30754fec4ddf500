package citycenter.app

import android.app.Application
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import citycenter.mobilecore.Network as Kind
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowNetworkCapabilities

@RunWith(RobolectricTestRunner::class)
class NetworkTest {
    private val context: Application = RuntimeEnvironment.getApplication()
    private val manager = context.system<ConnectivityManager>()
    private val network = Network(context)

    @Test
    fun `a free network is free, others cost, and without the internet there is none`() {
        connect(NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        assertEquals(Kind.FREE, network.network())
        connect(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        assertEquals(Kind.METERED, network.network())
        connect()
        assertEquals(Kind.NONE, network.network())
        shadowOf(manager).setDefaultNetworkActive(false)
        shadowOf(manager).setActiveNetworkInfo(null)
        assertEquals(Kind.NONE, network.network())
    }

    @Test
    fun `data saver spares networks that cost, and no others`() {
        connect(NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        shadowOf(manager).setRestrictBackgroundStatus(ConnectivityManager.RESTRICT_BACKGROUND_STATUS_ENABLED)
        assertEquals(Kind.FREE, network.network())
        connect(NetworkCapabilities.NET_CAPABILITY_INTERNET)
        assertEquals(Kind.METERED, network.network())
    }

    @Test
    fun `a network that comes wakes once, another kind of it again`() {
        var woken = 0
        network.onArrival { woken++ }
        val callback = shadowOf(manager).networkCallbacks.single()
        val here = checkNotNull(manager.activeNetwork)
        val free = capabilities(NetworkCapabilities.NET_CAPABILITY_INTERNET, NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        callback.onCapabilitiesChanged(here, free)
        callback.onCapabilitiesChanged(here, free)
        assertEquals(1, woken)
        callback.onCapabilitiesChanged(here, capabilities(NetworkCapabilities.NET_CAPABILITY_INTERNET))
        assertEquals(2, woken)
        callback.onLost(here)
        callback.onCapabilitiesChanged(here, capabilities(NetworkCapabilities.NET_CAPABILITY_INTERNET))
        assertEquals(3, woken)
    }

    private fun connect(vararg can: Int) =
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, capabilities(*can))

    private fun capabilities(vararg can: Int): NetworkCapabilities =
        ShadowNetworkCapabilities.newInstance().also { made ->
            for (one in made.capabilities) shadowOf(made).removeCapability(one)
            for (one in can) shadowOf(made).addCapability(one)
        }
}
