package citycenter.core.screen.settings

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route

/** Language, city, data use, news, account. */
class SettingsModel(app: App) : Model<SettingsState, SettingsEvent>(app, SettingsState(app.chosenLanguage)) {
    init {
        work {
            load()
            app.changes.collect { load() }
        }
    }

    override fun on(event: SettingsEvent) {
        when (event) {
            // Not within this model's work: the language closes the core that the model stands on.
            is SettingsEvent.Speak -> app.speakSoon(event.language)
            is SettingsEvent.Choose -> work {
                core.choose(event.account)
                app.changed()
                app.wake()
            }
            SettingsEvent.AddCity -> app.pages.go(Route.City())
            is SettingsEvent.SpareMetered -> {
                show { it.copy(spareMetered = event.spare) }
                work {
                    core.setSpareMetered(event.spare)
                    app.wake()
                }
            }
            is SettingsEvent.Budget -> {
                show { it.copy(budget = event.bytes) }
                work {
                    app.keepAtMost(event.bytes)
                    load()
                }
            }
            is SettingsEvent.Tell -> work { tell(event.tells) }
            SettingsEvent.SignIn -> app.pages.go(Route.SignIn)
            is SettingsEvent.Ask -> show { it.copy(asks = event.question) }
            SettingsEvent.Yes -> state.value.asks?.let(::doIt)
            SettingsEvent.Permissions -> app.device.openPermissions()
            SettingsEvent.Privacy -> app.account()?.let { app.device.open("${it.server}/c/${it.city}/privacy") }
        }
    }

    private fun load() {
        val accounts = core.accounts()
        val spare = core.spareMetered()
        val kept = core.cacheSize().toLong()
        show { it.copy(accounts = accounts, spareMetered = spare, kept = kept, budget = app.budget, tells = app.tells) }
    }

    private suspend fun tell(tells: Boolean) {
        val may = tells && app.device.askToTell()
        app.tells = may
        show { it.copy(tells = may) }
        if (tells && !may) app.tell(words("app_news_denied"))
        if (may) core.registerPush() else core.unregisterPush()
    }

    private fun doIt(question: SettingsState.Question) {
        show { it.copy(asks = null, busy = true) }
        work({ trouble ->
            show { it.copy(busy = false) }
            app.tell(trouble)
        }) {
            when (question) {
                SettingsState.Question.SIGN_OUT -> core.signOut()
                SettingsState.Question.ERASE -> {
                    core.eraseAccount()
                    app.tell(words("app_erased"))
                }
                SettingsState.Question.FORGET_CITY -> state.value.account?.let { core.forget(it.id, true) }
            }
            app.supported.clear()
            show { it.copy(busy = false) }
            app.changed()
            if (app.account() == null) app.pages.start(Route.City())
        }
    }
}
