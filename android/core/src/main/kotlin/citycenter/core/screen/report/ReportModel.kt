package citycenter.core.screen.report

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.PersonKind
import citycenter.mobilecore.RefusalCode
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.drop

/** The page of a report: what became of it, and what whoever looks may do about it. */
class ReportModel(app: App, private val id: String) : Model<ReportState, ReportEvent>(app, ReportState()) {
    private val hands = Hands(app, id)
    private var reading: Job? = null

    init {
        read()
        work { app.changes.collect { read() } }
        work { app.pages.open.drop(1).collect { if (it.last() == Route.Report(id)) read() } }
    }

    override fun on(event: ReportEvent) {
        when (event) {
            ReportEvent.Back -> if (state.value.large != null) look(null) else app.pages.back()
            ReportEvent.Refresh -> {
                show { it.copy(loading = true) }
                app.wake()
                read()
            }
            is ReportEvent.Do -> act(event.what)
            ReportEvent.Support -> support()
            ReportEvent.Share -> work { share() }
            is ReportEvent.LookAt -> look(event.photo)
            ReportEvent.OpenCase -> app.pages.go(Route.Case(id))
        }
    }

    private fun look(photo: String?) = show { it.copy(large = photo) }

    private fun act(what: Doing) = work {
        val before = state.value
        val after = hands.take(what, before.doings)
        // What others may do about a report is to support it: who drops that has not.
        if (what == Doing.Discard && before.report?.mine == false) app.supported[id] = null
        show { it.copy(doings = after) }
    }

    private fun support() = work {
        app.core.enqueueDeed(core.beginDeed(id, DeedKind.Support))
        app.supported[id] = "yes"
        show { it.copy(supported = true) }
        app.changed()
        app.wake()
    }

    private fun share() {
        val account = app.account() ?: return
        val report = state.value.report ?: return
        app.device.share("${report.title}\n${account.server}/c/${account.city}/reports/${report.number}")
    }

    /** What is asked for later counts. */
    private fun read() {
        reading?.cancel()
        reading = work { load() }
    }

    private suspend fun load() {
        show { state ->
            state.copy(
                doings = hands.look(state.doings),
                byStaff = app.account()?.person?.kind == PersonKind.STAFF,
                supported = app.supported[id] != null,
            )
        }
        try {
            val report = core.report(id)
            val kind = app.kinds.all()[report.title]
            show { it.copy(report = report, kind = kind, loading = false, trouble = null, lost = false) }
            core.told(id)
        } catch (e: CoreException) {
            val lost = e is CoreException.Rejected && e.code == RefusalCode.NOT_FOUND
            show { it.copy(loading = false, trouble = words.trouble(e), lost = lost) }
        }
    }
}
