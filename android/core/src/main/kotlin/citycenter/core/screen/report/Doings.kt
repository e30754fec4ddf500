package citycenter.core.screen.report

import citycenter.core.App
import citycenter.core.Route
import citycenter.core.text
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.DeedScreen
import citycenter.mobilecore.WaitingDeed

/** What a person began to do to a report, and what they did that has not arrived. */
data class Doings(
    /** Forms that were left half written. */
    val begun: List<DeedScreen> = emptyList(),
    val waiting: List<WaitingDeed> = emptyList(),
    /** What is thrown away if the person says yes. */
    val asks: String? = null,
)

/** What a person does to a report, wherever it is shown. */
sealed interface Doing {
    /** Opens the form of something, or the one that was left half written. */
    data class Open(val kind: DeedKind) : Doing

    /** Does what asks for nothing. */
    data class AtOnce(val kind: DeedKind) : Doing

    /** Does it all the same, though others changed the case. */
    data class Redo(val id: String) : Doing

    /** Sends what was refused again, as it is. */
    data class Retry(val id: String) : Doing

    /** Asks whether something is to be thrown away; `null` asks no more. */
    data class Ask(val id: String?) : Doing

    /** Throws away what was asked about. */
    data object Discard : Doing
}

/** Does them to one report, for the models of its pages. */
internal class Hands(private val app: App, private val report: String) {
    /** Whatever of [last] waits no more has arrived, unless its person dropped it: that is said. */
    fun look(last: Doings): Doings {
        val waiting = app.core.waitingDeeds().filter { it.reportId == report }
        if (last.waiting.any { was -> waiting.none { it.id == was.id } }) app.tell(app.words("own_done"))
        return last.copy(begun = app.core.begunDeeds(report).map { it.screen() }, waiting = waiting)
    }

    /** Does it; gives what its page shows from then on. */
    fun take(doing: Doing, now: Doings): Doings {
        when (doing) {
            is Doing.Open -> app.pages.go(Route.Deed(report, doing.kind.text))
            is Doing.AtOnce -> atOnce(doing.kind)
            is Doing.Redo -> app.core.redo(doing.id)
            is Doing.Retry -> app.core.retry(doing.id)
            is Doing.Ask -> return now.copy(asks = doing.id)
            Doing.Discard -> return discard(now)
        }
        if (doing !is Doing.Open) {
            app.changed()
            app.wake()
        }
        return now
    }

    private fun atOnce(kind: DeedKind) {
        app.core.enqueueDeed(app.core.beginDeed(report, kind))
        app.tell(app.words("app_deed_kept"))
    }

    private fun discard(now: Doings): Doings {
        val id = now.asks ?: return now
        val begun = app.core.begunDeeds(report).find { it.id() == id }
        if (begun != null) begun.discard() else app.core.discard(id)
        app.changed()
        return Doings(now.begun.filter { it.id != id }, now.waiting.filter { it.id != id })
    }
}
