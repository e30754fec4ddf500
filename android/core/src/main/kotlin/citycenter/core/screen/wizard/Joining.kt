package citycenter.core.screen.wizard

import citycenter.core.Route
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.NearbyList
import citycenter.mobilecore.Place
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.withTimeoutOrNull

/** Before one more report is sent: whether somebody has reported it already, and how to join them. */
internal class Joining(private val writing: Writing) {
    private data class Subject(val type: String, val place: Place)

    private val core get() = writing.app.core

    /** What the author was asked about. */
    private var settled: Subject? = null

    /** Asks, where there is something to ask about; says whether it did. */
    suspend fun ask(): Boolean {
        val subject = subject() ?: return false
        if (subject == settled) return false
        val list = withTimeoutOrNull(PATIENCE) { look(subject) } ?: return false
        if (list.reports.isEmpty()) return false
        val own = core.myReports().map { it.id }.toSet()
        writing.show { it.copy(near = NearPart(list.copy(reports = list.reports.take(MOST)), own)) }
        return true
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
        writing.show { it.copy(near = it.near?.copy(joined = report)) }
        writing.app.changed()
        writing.app.wake()
    }

    fun follow(report: String) = writing.work {
        writing.draft.discard()
        writing.app.changed()
        writing.app.pages.turn(Route.Report(report))
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
