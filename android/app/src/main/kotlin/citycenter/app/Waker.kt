package citycenter.app

import android.content.Context
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequest
import androidx.work.PeriodicWorkRequest
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import java.util.concurrent.TimeUnit.HOURS
import java.util.concurrent.TimeUnit.MILLISECONDS

/** Lets the system run a pass of the app later, with a network, also when nobody looks. */
internal class Waker(private val context: Context) {
    /** The one pass that is due; a later order takes the place of the earlier. */
    fun wakeIn(milliseconds: Long, order: ExistingWorkPolicy = ExistingWorkPolicy.REPLACE) {
        WorkManager.getInstance(context).enqueueUniqueWork(PASS, order, once(milliseconds))
    }

    /** Asks for news some times a day, for those whom nothing wakes. */
    fun wakeNowAndThen() {
        WorkManager.getInstance(context).enqueueUniquePeriodicWork(NEWS, ExistingPeriodicWorkPolicy.KEEP, regularly())
    }

    companion object {
        private const val PASS = "pass"
        const val NEWS = "news"

        fun once(milliseconds: Long): OneTimeWorkRequest =
            OneTimeWorkRequest.Builder(Pass::class.java)
                .setInitialDelay(milliseconds, MILLISECONDS)
                .setConstraints(online().build())
                .build()

        fun regularly(): PeriodicWorkRequest =
            PeriodicWorkRequest.Builder(Pass::class.java, 4, HOURS)
                .setConstraints(online().setRequiresBatteryNotLow(true).build())
                .addTag(NEWS)
                .build()

        private fun online() = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED)
    }
}

/** One pass, in whatever process the system gave it. Public: the system makes it by its name. */
class Pass(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result {
        val app = (applicationContext as CityApplication).opened() ?: return Result.retry()
        // Behind this one: replacing it would end it before it has said that it succeeded. News are none of that chain.
        val order = if (Waker.NEWS in tags) ExistingWorkPolicy.REPLACE else ExistingWorkPolicy.APPEND_OR_REPLACE
        app.pass()?.let { Waker(applicationContext).wakeIn(it, order) }
        return Result.success()
    }
}
