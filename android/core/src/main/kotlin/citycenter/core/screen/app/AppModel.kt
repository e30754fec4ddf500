package citycenter.core.screen.app

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.readLink

/** The frame around every page: where one is, who one is, what waits. */
class AppModel(app: App) : Model<AppState, AppEvent>(app, AppState(app.pages.open.value)) {
    init {
        work { app.pages.open.collect { pages -> show { it.copy(pages = pages) } } }
        work { app.notice.collect { notice -> show { it.copy(notice = notice) } } }
        work {
            count()
            if (app.account() == null) arrive(app.home)
            app.wake()
            app.changes.collect { count() }
        }
    }

    override fun on(event: AppEvent) {
        when (event) {
            is AppEvent.Tab -> app.pages.tab(event.route)
            is AppEvent.Go -> app.pages.go(event.route)
            AppEvent.Back -> app.pages.back()
            AppEvent.Report -> work { app.pages.go(Route.Wizard(core.newDraft().id())) }
            is AppEvent.Link -> work { arrive(event.text) }
            AppEvent.Told -> app.told()
            AppEvent.Woken -> app.wake()
        }
    }

    /** Goes where a link leads; without one, asks for a city. */
    private suspend fun arrive(link: String?) {
        if (link == null) return app.pages.start(Route.City)
        val read = readLink(link, words.language)
        core.addCityByLink(read)
        app.changed()
        app.pages.start(Route.Map)
        read.place?.let { place ->
            val draft = core.newDraft()
            draft.putPin(place, null)
            read.issueType?.let(draft::chooseType)
            app.pages.go(Route.Wizard(draft.id()))
        }
    }

    private fun count() {
        val account = app.account() ?: return show { it.copy(account = null, waiting = 0, awaited = 0) }
        val mine = core.myReports()
        val deeds = core.waitingDeeds()
        val parked = mine.count { it.delivery == Delivery.PARKED } + deeds.count { it.delivery == Delivery.PARKED }
        val waiting = mine.count { it.delivery != Delivery.SENT } + deeds.size
        show { it.copy(account = account, waiting = waiting, awaited = parked + mine.count { one -> one.needsYou }) }
    }
}
