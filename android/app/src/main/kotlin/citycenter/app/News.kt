package citycenter.app

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import citycenter.core.Route

/** News of one's reports, told by the system; [name] is what the person reads in the phone's settings. */
internal class News(private val context: Context, private val name: () -> String) {
    private val manager = context.system<NotificationManager>()

    /** Whether the person hears anything. */
    val heard: Boolean get() = manager.areNotificationsEnabled()

    /** One line for each report: a later one takes the place of the earlier. */
    fun tell(report: String, title: String, text: String) {
        manager.createNotificationChannel(NotificationChannel(CHANNEL, name(), NotificationManager.IMPORTANCE_DEFAULT))
        val open = Intent(context, MainActivity::class.java)
            .setAction(Intent.ACTION_VIEW)
            .putExtra(MainActivity.PAGE, Route.Report(report).text)
            .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_SINGLE_TOP)
        val notice = Notification.Builder(context, CHANNEL)
            .setSmallIcon(R.drawable.notice)
            .setContentTitle(title)
            .setContentText(text)
            .setStyle(Notification.BigTextStyle().bigText(text))
            // What a report says is its author's: a locked phone shows only that there is news.
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setAutoCancel(true)
            .setContentIntent(PendingIntent.getActivity(context, report.hashCode(), open, FLAGS))
            .build()
        manager.notify(report, 0, notice)
    }

    companion object {
        const val CHANNEL = "news"
        private const val FLAGS = PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT
    }
}
