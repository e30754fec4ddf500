package citycenter.core.screen.settings

import citycenter.mobilecore.Language

sealed interface SettingsEvent {
    data class Speak(val language: Language?) : SettingsEvent

    data class Choose(val account: Long) : SettingsEvent

    data object AddCity : SettingsEvent

    data class SpareMetered(val spare: Boolean) : SettingsEvent

    data class Budget(val bytes: Long) : SettingsEvent

    data class Tell(val tells: Boolean) : SettingsEvent

    data object SignIn : SettingsEvent

    /** Something that cannot be taken back is asked about first. */
    data class Ask(val question: SettingsState.Question?) : SettingsEvent

    /** Yes to what was asked. */
    data object Yes : SettingsEvent

    data object Permissions : SettingsEvent

    /** What the city does with personal data. */
    data object Privacy : SettingsEvent
}
