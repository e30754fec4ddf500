package citycenter.core.screen.signin

sealed interface SignInEvent {
    data class Way(val way: SignInState.Way) : SignInEvent

    data class Reach(val text: String) : SignInEvent

    data class Login(val text: String) : SignInEvent

    data class Password(val text: String) : SignInEvent

    data class Code(val text: String) : SignInEvent

    data class Agree(val agreed: Boolean) : SignInEvent

    /** The button: asks for a code, or goes in. */
    data object Go : SignInEvent

    /** What the city's text says. */
    data object ReadConsent : SignInEvent

    data object Back : SignInEvent
}
