package citycenter.core.screen.wizard

import citycenter.core.Route
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.NearbyList
import citycenter.mobilecore.Place
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.withTimeoutOrNull

/** Before one more report is sent: whether somebody has reported it already, and how to join them. */
internal class Joining(private val writing: Writing) {
    private data class Subject(val type: String, val place: Place)

    private val core get() = writing.app.core

    /** What the author was asked about. */
    private var settled: Subject? = null

    /** What is looked up, or was. */
    private var looked: Pair<Subject, CompletableDeferred<NearbyList?>>? = null

    /** Looks around as soon as type and place are known, while other pages are being filled. */
    fun prepare() {
        val subject = subject() ?: return
        if (subject == settled || subject == looked?.first) return
        val answer = CompletableDeferred<NearbyList?>()
        looked = subject to answer
        writing.work { answer.complete(look(subject)) }
    }

    /** What to ask the author about, if there is something. */
    suspend fun find(): NearPart? {
        prepare()
        val (subject, answer) = looked ?: return null
        if (subject != subject() || subject == settled) return null
        val list = withTimeoutOrNull(PATIENCE) { answer.await() }
        if (list == null) looked = null
        if (list == null || list.reports.isEmpty()) return null
        return NearPart(list.copy(reports = list.reports.take(MOST)), core.myReports().map { it.id }.toSet())
    }

    /** It is none of them. */
    fun another() {
        settled = subject()
        writing.show { it.copy(near = null) }
    }

    fun support(report: String) = writing.work {
        // A deed is done to a report that the phone has seen.
        core.report(report)
        core.enqueueDeed(core.beginDeed(report, DeedKind.Support))
        writing.app.supported[report] = "yes"
        writing.show { it.copy(near = it.near?.copy(joined = report)) }
        writing.app.changed()
        writing.app.wake()
    }

    fun follow(report: String) = writing.work {
        writing.draft.discard()
        writing.app.changed()
        writing.app.pages.turn(writing.route, Route.Report(report))
    }

    /** A hint that does not come is no trouble of the author's. */
    private suspend fun look(subject: Subject): NearbyList? =
        try {
            core.nearby(subject.type, subject.place)
        } catch (_: CoreException) {
            null
        }

    private fun subject(): Subject? =
        writing.now.sheet?.run { issueType?.let { type -> place?.let { Subject(type, it) } } }

    private companion object {
        val PATIENCE = 5.seconds

        /** What can be read before a form. */
        const val MOST = 5
    }
}
