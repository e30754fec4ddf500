package citycenter.core.screen.round

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.Whereabouts
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.RoundOrder
import java.time.LocalTime
import java.time.temporal.ChronoUnit
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.drop

/** The round of a crew, as it was kept last, and as the city has it now. */
class RoundModel(app: App) : Model<RoundState, RoundEvent>(app, RoundState()) {
    private var asking: Job? = null

    init {
        work { load() }
        work { locate(ask = false) }
        refresh()
        work { app.changes.collect { work { load() } } }
        work { app.pages.open.drop(1).collect { if (it.last() == Route.Round) work { load() } } }
    }

    override fun on(event: RoundEvent) {
        when (event) {
            RoundEvent.Refresh -> {
                app.wake()
                refresh()
                work { locate(ask = false) }
            }
            is RoundEvent.Order -> order(event.order)
            is RoundEvent.OnMap -> show { it.copy(onMap = event.onMap) }
            is RoundEvent.Open -> app.pages.go(Route.Case(event.report))
            RoundEvent.Permissions -> app.device.openPermissions()
        }
    }

    private fun order(order: RoundOrder) = work {
        show { it.copy(order = order) }
        if (order == RoundOrder.NEAREST && state.value.here !is Whereabouts.Here) locate(ask = true)
        load()
    }

    /** Whoever let the phone know where it is finds the nearest first. */
    private suspend fun locate(ask: Boolean) {
        val before = state.value.here
        val here = app.device.whereAmI(ask)
        val first = before == null && here is Whereabouts.Here
        show { it.copy(here = here, order = if (first) RoundOrder.NEAREST else it.order) }
        load()
    }

    private suspend fun load() {
        val now = state.value
        val cards = core.round((now.here as? Whereabouts.Here)?.place, now.order)
        val parts = core.parts()
        show { it.copy(cards = cards, parts = parts, loading = it.loading && cards.isEmpty() && parts.isEmpty()) }
        val kinds = app.kinds.all()
        show { it.copy(kinds = kinds) }
    }

    private fun refresh() {
        asking?.cancel()
        show { it.copy(refreshing = true) }
        asking = work {
            val trouble = try {
                core.refreshRound()
                null
            } catch (e: CoreException) {
                words.trouble(e)
            }
            val at = if (trouble == null) LocalTime.now().truncatedTo(ChronoUnit.MINUTES).toString() else state.value.refreshedAt
            show { it.copy(refreshing = false, loading = false, trouble = trouble, refreshedAt = at) }
            load()
        }
    }
}
