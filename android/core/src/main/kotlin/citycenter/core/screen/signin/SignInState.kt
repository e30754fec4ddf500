package citycenter.core.screen.signin

/** Who comes in: a resident by a code, staff by a password. */
data class SignInState(
    val way: Way = Way.RESIDENT,
    /** An e-mail address, or a phone number with its country code. */
    val reach: String = "",
    val login: String = "",
    val password: String = "",
    /** The code that was sent, or of the second factor. */
    val code: String = "",
    /** A code is asked for now. */
    val codeAsked: Boolean = false,
    /** What the person agrees to is the city's, and whether they do. */
    val consent: String? = null,
    val agreed: Boolean = false,
    val busy: Boolean = false,
    val wrong: String? = null,
    /** What is known of that: a code is on its way. */
    val said: String? = null,
) {
    enum class Way { RESIDENT, STAFF }

    /** Whether the button does anything. */
    val ready: Boolean
        get() = when {
            codeAsked -> code.isNotBlank()
            way == Way.STAFF -> login.isNotBlank() && password.isNotEmpty()
            else -> reach.isNotBlank() && (consent == null || agreed)
        }
}
