package citycenter.app

import android.app.Activity
import android.content.Context
import citycenter.mobilecore.PushAddress
import citycenter.mobilecore.PushRegistration
import org.unifiedpush.android.connector.FailedReason
import org.unifiedpush.android.connector.PushService
import org.unifiedpush.android.connector.UnifiedPush
import org.unifiedpush.android.connector.data.PushEndpoint
import org.unifiedpush.android.connector.data.PushMessage

/**
 * The address under which a city wakes this phone, by the UnifiedPush distributor that the person chose; phones without
 * one ask for news by themselves. The address comes some time after it was asked for, and is kept.
 */
internal class Push(private val context: Context) : PushRegistration {
    private val kept = context.getSharedPreferences("push", Context.MODE_PRIVATE)

    override fun address(serverKey: String): PushAddress? {
        if (UnifiedPush.getSavedDistributor(context) == null) return null
        if (kept.getString(KEY, null) != serverKey) {
            kept.edit().clear().putString(KEY, serverKey).apply()
            register(serverKey)
            return null
        }
        val endpoint = kept.getString(ENDPOINT, null) ?: return null
        return PushAddress(endpoint, kept.getString(P256DH, null).orEmpty(), kept.getString(AUTH, null).orEmpty())
    }

    /** A key that is none and a distributor that is broken are no address; the next question asks anew. */
    private fun register(serverKey: String) {
        try {
            UnifiedPush.register(context, vapid = serverKey)
        } catch (_: Exception) {
            forget()
        }
    }

    /** The distributor gave an address, or another one. Without keys nothing secret could be sent there: not kept. */
    fun keep(endpoint: String, p256dh: String, auth: String) =
        kept.edit().putString(ENDPOINT, endpoint).putString(P256DH, p256dh).putString(AUTH, auth).apply()

    /** It gave none, or took it back; the next question asks anew. */
    fun forget() = kept.edit().clear().apply()

    /** Lets the person choose who wakes this phone, over the activity in front; where there is anybody to choose. */
    fun choose(front: Activity, chosen: () -> Unit) {
        if (UnifiedPush.getDistributors(context).isEmpty()) return
        UnifiedPush.tryUseCurrentOrDefaultDistributor(front) { found -> if (found) chosen() }
    }

    private companion object {
        const val KEY = "key"
        const val ENDPOINT = "endpoint"
        const val P256DH = "p256dh"
        const val AUTH = "auth"
    }
}

/** Where the distributor delivers. What a message says is not read: the app asks the city itself. */
class Arrivals : PushService() {
    private val city get() = application as CityApplication

    override fun onNewEndpoint(endpoint: PushEndpoint, instance: String) {
        val keys = endpoint.pubKeySet ?: return city.push.forget()
        city.push.keep(endpoint.url, keys.pubKey, keys.auth)
        city.registerPush()
    }

    override fun onMessage(message: PushMessage, instance: String) = Waker(this).wakeIn(0)

    override fun onRegistrationFailed(reason: FailedReason, instance: String) = city.push.forget()

    override fun onUnregistered(instance: String) = city.push.forget()
}
