package citycenter.core.screen.receipt

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.MyReport

/** Tells what became of a report that was handed over, from the phone to the promise. */
class ReceiptModel(app: App, private val report: String) : Model<ReceiptState, ReceiptEvent>(app, ReceiptState()) {
    init {
        work {
            load()
            app.changes.collect { load() }
        }
    }

    override fun on(event: ReceiptEvent) {
        when (event) {
            ReceiptEvent.Follow -> work { follow() }
            ReceiptEvent.Permissions -> app.device.openPermissions()
            ReceiptEvent.Share ->
                state.value.report?.run { app.device.share(listOfNotNull(title, url).joinToString("\n")) }
            ReceiptEvent.Open -> app.pages.turn(Route.Report(report))
            ReceiptEvent.Again -> app.pages.turn(Route.Wizard())
            ReceiptEvent.Done -> app.pages.back()
            ReceiptEvent.Retry -> retry()
            ReceiptEvent.Revise -> work { app.pages.turn(Route.Receipt(report), Route.Wizard(core.revise(report).id())) }
            is ReceiptEvent.Ask -> show { it.copy(asks = event.discard) }
            ReceiptEvent.Discard -> discard()
        }
    }

    private suspend fun load() {
        val mine = core.myReports().find { it.id == report } ?: return app.pages.turn(Route.Receipt(report), Route.Report(report))
        show { it.copy(report = mine, refusal = refusal(mine)) }
        if (mine.delivery != Delivery.SENT || state.value.seen != null) return
        try {
            val seen = core.report(report)
            show { it.copy(seen = seen) }
        } catch (_: CoreException) {
            // The receipt itself says number, service and day.
        }
    }

    private fun refusal(mine: MyReport): String? {
        if (mine.delivery != Delivery.PARKED) return null
        val refusal = mine.refusal ?: return words("app_receipt_stuck")
        val fields = refusal.fields.map { it.message }.filter(String::isNotBlank).distinct()
        return fields.joinToString(" ").ifEmpty { words.trouble(CoreException.Rejected(refusal.code, refusal.fields)) }
    }

    private suspend fun follow() {
        val may = app.device.askToTell()
        app.tells = may
        show { it.copy(follow = if (may) Follow.TOLD else Follow.REFUSED) }
    }

    private fun retry() = work {
        if (state.value.delivery == Delivery.PARKED) core.retry(report)
        app.changed()
        app.wake()
    }

    private fun discard() = work {
        show { it.copy(asks = false) }
        core.discard(report)
        app.pages.leave(Route.Receipt(report))
        app.changed()
    }
}
