package citycenter.ui.screen

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import citycenter.core.screen.settings.SettingsEvent
import citycenter.core.screen.settings.SettingsState
import citycenter.core.screen.settings.SettingsState.Question as Asking
import citycenter.mobilecore.Language
import citycenter.mobilecore.PersonKind
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.Heading
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Page
import citycenter.ui.part.Question
import citycenter.ui.part.RadioRow
import citycenter.ui.part.SideButton
import citycenter.ui.part.SwitchRow

/** Account, city, news, data use, language; and what is erased. */
@Composable
fun SettingsScreen(state: SettingsState, on: (SettingsEvent) -> Unit) {
    Page(title = say("app_tab_settings")) {
        Account(state, on)
        Cities(state, on)
        Heading(say("app_news"))
        Card { SwitchRow(say("app_news_tell"), say("app_news_text"), state.tells) { on(SettingsEvent.Tell(it)) } }
        DataUse(state, on)
        Languages(state.language) { on(SettingsEvent.Speak(it)) }
        Heading(say("app_privacy"))
        Card {
            LinkButton(say("app_privacy_read"), { on(SettingsEvent.Privacy) }, glyph = "shield-check")
            LinkButton(say("app_permissions"), { on(SettingsEvent.Permissions) }, glyph = "device-mobile")
        }
    }
    state.asks?.let { Asked(it, state) { answer -> on(answer) } }
}

@Composable
private fun Account(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val account = state.account ?: return
    Heading(say("app_account"))
    Card {
        Text(whoIs(account), style = MaterialTheme.typography.titleSmall)
        Text(account.title, style = MaterialTheme.typography.bodyMedium, color = LocalPalette.current.ink2)
        if (account.person != null && account.signedIn) {
            SideButton(say("app_sign_out"), { on(SettingsEvent.Ask(Asking.SIGN_OUT)) }, glyph = "logout", enabled = !state.busy)
            if (account.person?.kind == PersonKind.RESIDENT) {
                LinkButton(say("app_erase"), { on(SettingsEvent.Ask(Asking.ERASE)) }, glyph = "trash", enabled = !state.busy)
            }
        } else {
            MainButton(say("app_sign_in"), { on(SettingsEvent.SignIn) }, glyph = "login")
        }
    }
}

@Composable
private fun Cities(state: SettingsState, on: (SettingsEvent) -> Unit) {
    Heading(say("app_cities"))
    for (account in state.accounts) Known(account) { on(SettingsEvent.Choose(account.id)) }
    Card {
        LinkButton(say("app_city_add"), { on(SettingsEvent.AddCity) }, glyph = "plus")
        LinkButton(say("app_city_forget"), { on(SettingsEvent.Ask(Asking.FORGET_CITY)) }, glyph = "trash")
    }
}

@Composable
private fun DataUse(state: SettingsState, on: (SettingsEvent) -> Unit) {
    Heading(say("app_data"))
    Card {
        SwitchRow(say("app_data_spare"), say("app_data_spare_text"), state.spareMetered) { on(SettingsEvent.SpareMetered(it)) }
        Text(
            say("app_data_kept", "kept" to megabytes(state.kept)),
            style = MaterialTheme.typography.bodyMedium,
            color = LocalPalette.current.ink2,
        )
        Column(Modifier.selectableGroup()) {
            for (bytes in SettingsState.budgets) {
                RadioRow(say("app_data_at_most", "size" to megabytes(bytes)), bytes == state.budget, { on(SettingsEvent.Budget(bytes)) })
            }
        }
    }
}

private fun megabytes(bytes: Long): Long = (bytes + 500_000) / 1_000_000

@Composable
private fun Languages(chosen: Language?, onChoose: (Language?) -> Unit) {
    Heading(say("app_language"))
    Card {
        Column(Modifier.selectableGroup()) {
            RadioRow(say("app_language_system"), chosen == null, { onChoose(null) })
            RadioRow("Русский", chosen == Language.RU, { onChoose(Language.RU) })
            RadioRow("English", chosen == Language.EN, { onChoose(Language.EN) })
        }
    }
}

@Composable
private fun Asked(question: Asking, state: SettingsState, on: (SettingsEvent) -> Unit) {
    val name = when (question) {
        Asking.SIGN_OUT -> "app_sign_out"
        Asking.ERASE -> "app_erase"
        Asking.FORGET_CITY -> "app_city_forget"
    }
    val city = "city" to state.account?.title.orEmpty()
    Question(say("${name}_ask", city), say("${name}_text", city), say(name), { on(SettingsEvent.Yes) }, { on(SettingsEvent.Ask(null)) })
}
