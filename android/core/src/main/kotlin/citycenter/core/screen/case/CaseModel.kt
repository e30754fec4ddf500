package citycenter.core.screen.case

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.screen.report.Doing
import citycenter.core.screen.report.Hands
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.RefusalCode
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.drop

/** A case, for whoever works on it: what the phone kept at once, then what the city has now. */
class CaseModel(app: App, private val id: String) : Model<CaseState, CaseEvent>(app, CaseState()) {
    private val hands = Hands(app, id)
    private var asking: Job? = null

    init {
        work { load() }
        refresh()
        work { app.changes.collect { work { load() } } }
        work { app.pages.open.drop(1).collect { if (it.last() == Route.Case(id)) work { load() } } }
    }

    override fun on(event: CaseEvent) {
        when (event) {
            CaseEvent.Back -> if (state.value.large != null) look(null) else app.pages.back()
            CaseEvent.Refresh -> {
                app.wake()
                refresh()
            }
            is CaseEvent.Act -> {
                val action = event.action
                take(if (action.atOnce) Doing.AtOnce(action.kind) else Doing.Open(action.kind))
            }
            is CaseEvent.Do -> take(event.what)
            CaseEvent.Navigate -> navigate()
            is CaseEvent.LookAt -> look(event.photo)
        }
    }

    private fun look(photo: String?) = show { it.copy(large = photo) }

    private fun take(doing: Doing) = work {
        val doings = hands.take(doing, state.value.doings)
        show { it.copy(doings = doings) }
        load()
    }

    private fun navigate() {
        val place = state.value.case?.report?.place ?: return
        app.device.open("geo:${place.lat},${place.lon}?q=${place.lat},${place.lon}")
    }

    /** The case as it will be once what waits has arrived. */
    private suspend fun load() {
        val doings = hands.look(state.value.doings)
        val case = core.case(id)
        show { it.copy(case = case ?: it.case, doings = doings) }
        val title = case?.report?.title ?: return
        core.told(id)
        val kind = app.kinds.all()[title]
        show { it.copy(kind = kind) }
    }

    private fun refresh() {
        asking?.cancel()
        show { it.copy(loading = true) }
        asking = work {
            try {
                val case = core.refreshCase(id)
                show { it.copy(case = case, loading = false, trouble = null, lost = false) }
                load()
            } catch (e: CoreException) {
                val lost = e is CoreException.Rejected && e.code == RefusalCode.NOT_FOUND
                show { it.copy(loading = false, trouble = words.trouble(e), lost = lost) }
            }
        }
    }
}
