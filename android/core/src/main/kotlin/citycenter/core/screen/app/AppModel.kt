package citycenter.core.screen.app

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.readLink
import kotlinx.coroutines.flow.combine

/** The frame around every page: where one is, who one is, what waits. */
class AppModel(app: App) : Model<AppState, AppEvent>(app, AppState(app.pages.open.value)) {
    init {
        work {
            app.pages.open.combine(app.notice, ::Pair).collect { (pages, notice) ->
                val seen = state.value
                show { it.copy(pages = pages, notice = notice) }
                // What was told belongs to the page that it was told on.
                if (notice != null && notice == seen.notice && pages != seen.pages) app.told()
            }
        }
        work { for (link in app.links) on(AppEvent.Link(link)) }
        work {
            count()
            if (app.account() == null) app.pages.start(Route.City(app.home.orEmpty()))
            app.wake()
            app.changes.collect { count() }
        }
    }

    override fun on(event: AppEvent) {
        when (event) {
            is AppEvent.Tab -> app.pages.tab(event.route)
            AppEvent.Back -> app.pages.back()
            is AppEvent.Link -> work { arrive(event.text) }
            AppEvent.Told -> app.told()
            AppEvent.Woken -> app.wake()
        }
    }

    /** Goes where a link leads. A city that the phone does not know yet is asked about first. */
    private suspend fun arrive(text: String) {
        val link = readLink(text, words.language)
        val known = core.accounts().filter { it.server == link.server && (link.city == null || it.city == link.city) }
        val account = known.find { it.chosen } ?: known.find { it.signedIn } ?: known.firstOrNull()
        if (account == null) return app.pages.start(Route.City(text))
        core.choose(account.id)
        app.changed()
        app.begin(link)
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
