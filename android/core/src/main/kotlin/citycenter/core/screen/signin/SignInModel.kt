package citycenter.core.screen.signin

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.PersonKind
import citycenter.mobilecore.RefusalCode
import citycenter.mobilecore.SignIn

/** Signing in, in the chosen city. What the phone reported before becomes the resident's. */
class SignInModel(app: App) : Model<SignInState, SignInEvent>(app, SignInState()) {
    /** What goes along with the code that is asked for. */
    private var token = ""

    init {
        work {
            val consent = core.city().consent
            show { it.copy(consent = consent) }
        }
    }

    override fun on(event: SignInEvent) {
        when (event) {
            is SignInEvent.Way -> show { it.copy(way = event.way, codeAsked = false, code = "", wrong = null, said = null) }
            is SignInEvent.Reach -> show { it.copy(reach = event.text, wrong = null) }
            is SignInEvent.Login -> show { it.copy(login = event.text, wrong = null) }
            is SignInEvent.Password -> show { it.copy(password = event.text, wrong = null) }
            is SignInEvent.Code -> show { it.copy(code = event.text, wrong = null) }
            is SignInEvent.Agree -> show { it.copy(agreed = event.agreed) }
            SignInEvent.Go -> go()
            SignInEvent.ReadConsent -> app.account()?.let { app.device.open("${it.server}/c/${it.city}/privacy") }
            SignInEvent.Back -> app.pages.back()
        }
    }

    private fun go() {
        val state = state.value
        if (!state.ready || state.busy) return
        show { it.copy(busy = true, wrong = null) }
        work({ trouble -> show { it.copy(busy = false, wrong = trouble) } }) {
            try {
                step(state)
            } catch (_: CoreException.SignedOut) {
                refuse(state)
            } catch (e: CoreException.Rejected) {
                if (e.code != RefusalCode.INVALID || e.fields.any { it.message.isNotBlank() }) throw e
                refuse(state)
            }
            show { it.copy(busy = false) }
        }
    }

    private fun refuse(state: SignInState) {
        val what = if (state.codeAsked) "app_sign_in_code_wrong" else "app_sign_in_wrong"
        show { it.copy(busy = false, wrong = words(what)) }
    }

    private suspend fun step(state: SignInState) {
        when {
            state.way == SignInState.Way.RESIDENT && !state.codeAsked -> {
                token = core.askCode(state.reach, state.consent).id
                show { it.copy(codeAsked = true, said = words("app_sign_in_code_sent", "reach" to state.reach.trim())) }
            }
            state.way == SignInState.Way.RESIDENT -> enter(core.enterCode(token, state.code, null).person?.kind)
            state.codeAsked -> enter(core.secondFactor(token, state.code).person?.kind)
            else -> when (val answer = core.signIn(state.login, state.password)) {
                is SignIn.Done -> enter(answer.account.person?.kind)
                is SignIn.CodeNeeded -> {
                    token = answer.token
                    show { it.copy(codeAsked = true, password = "", said = words("app_sign_in_second_factor")) }
                }
            }
        }
    }

    private fun enter(kind: PersonKind?) {
        app.changed()
        app.wake()
        if (kind == PersonKind.STAFF) app.pages.tab(Route.Round) else app.pages.leave(Route.SignIn)
    }
}
