package citycenter.core

/** What a phone can do by itself, played: a test says what comes of it, and reads what was asked. */
class PlayedDevice : Device {
    /** What the camera makes, one after the other; then the person goes back. */
    val shots = ArrayDeque<Shot>()

    /** What lies in the gallery. */
    var gallery = listOf<Shot.Taken>()

    /** Photos that the camera made while the app was away. */
    var left = listOf<Shot.Taken>()
    var where: Whereabouts = Whereabouts.Unknown
    var mayTell = true

    /** What was asked for: `call 112`, `share …`, `tell …`. */
    val asked = mutableListOf<String>()

    override suspend fun takePhoto(): Shot = shots.removeFirstOrNull() ?: Shot.Cancelled

    override suspend fun pickPhotos(atMost: Int) = gallery.take(atMost)

    override suspend fun leftPhotos() = left.also { left = emptyList() }

    override suspend fun whereAmI(ask: Boolean) = where

    override fun call(number: String) = note("call $number")

    override fun open(url: String) = note("open $url")

    override fun share(text: String) = note("share $text")

    override fun openPermissions() = note("permissions")

    override suspend fun askToTell() = mayTell

    override fun tell(report: String, title: String, text: String) = note("tell $report $title: $text")

    private fun note(what: String) {
        synchronized(asked) { asked += what }
    }
}
