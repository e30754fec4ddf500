package citycenter.core.screen.mine

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Delivery

/** One's own reports, with what waits on the phone before what is in the city. */
class MineModel(app: App) : Model<MineState, MineEvent>(app, MineState()) {
    init {
        work { load() }
        refresh()
        work { app.changes.collect { load() } }
        work { app.pages.open.collect { if (it.last() == Route.Mine) load() } }
    }

    override fun on(event: MineEvent) {
        when (event) {
            MineEvent.Refresh -> {
                app.wake()
                refresh()
            }
            is MineEvent.Open -> app.pages.go(if (isWaiting(event.report)) Route.Receipt(event.report) else Route.Report(event.report))
            is MineEvent.Continue -> app.pages.go(Route.Wizard(event.draft))
            is MineEvent.Retry -> again { core.retry(event.id) }
            is MineEvent.Redo -> again { core.redo(event.id) }
            is MineEvent.Revise -> work { app.pages.go(Route.Wizard(core.revise(event.id).id())) }
            is MineEvent.Ask -> show { it.copy(asks = event.id) }
            MineEvent.Discard -> discard()
            MineEvent.Report -> app.pages.go(Route.Wizard())
        }
    }

    private fun isWaiting(report: String) = state.value.outbox.any { it.id == report }

    private fun again(what: () -> Unit) = work {
        what()
        app.changed()
        app.wake()
    }

    private fun discard() {
        val id = state.value.asks ?: return
        show { it.copy(asks = null) }
        work {
            val draft = core.draft(id)
            if (draft != null) draft.discard() else core.discard(id)
            app.changed()
        }
    }

    private fun load() {
        val (sent, outbox) = core.myReports().partition { it.delivery == Delivery.SENT }
        val drafts = core.drafts()
        val deeds = core.waitingDeeds()
        val reports = sent.sortedByDescending { it.needsYou }
        show { it.copy(outbox = outbox, deeds = deeds, drafts = drafts, reports = reports, loading = false) }
    }

    private fun refresh() {
        show { it.copy(refreshing = true) }
        work {
            val trouble = try {
                core.refreshMyReports()
                null
            } catch (e: CoreException) {
                words.trouble(e)
            }
            load()
            show { it.copy(refreshing = false, trouble = trouble) }
        }
    }
}
