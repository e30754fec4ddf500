package citycenter.ui.screen

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Checkbox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import citycenter.core.screen.signin.SignInEvent
import citycenter.core.screen.signin.SignInState
import citycenter.core.screen.signin.SignInState.Way
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Choice
import citycenter.ui.part.Field
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.Page

/** The way in: a code for residents, a password for staff. */
@Composable
fun SignInScreen(state: SignInState, on: (SignInEvent) -> Unit) {
    val asksForCode = state.way == Way.RESIDENT && !state.codeAsked
    Page(
        title = say("app_sign_in"),
        back = { on(SignInEvent.Back) },
        below = {
            val button = say(if (asksForCode) "app_sign_in_get_code" else "app_sign_in_go")
            MainButton(button, { on(SignInEvent.Go) }, enabled = state.ready, busy = state.busy)
        },
    ) {
        Row(Modifier.selectableGroup(), Arrangement.spacedBy(8.dp)) {
            for (way in Way.entries) {
                val label = say(if (way == Way.RESIDENT) "app_sign_in_resident" else "app_sign_in_staff")
                Choice(label, state.way == way, { on(SignInEvent.Way(way)) })
            }
        }
        state.said?.let { Notice(it, glyph = "mail") }
        when {
            state.codeAsked -> Code(state, on)
            state.way == Way.RESIDENT -> Resident(state, on)
            else -> Staff(state, on)
        }
    }
}

@Composable
private fun Resident(state: SignInState, on: (SignInEvent) -> Unit) {
    val palette = LocalPalette.current
    Text(say("app_sign_in_why"), style = MaterialTheme.typography.bodyLarge, color = palette.ink2)
    Field(
        label = say("app_sign_in_reach"),
        value = state.reach,
        onChange = { on(SignInEvent.Reach(it)) },
        wrong = state.wrong,
        keyboard = KeyboardType.Email,
        onDone = { on(SignInEvent.Go) },
    )
    if (state.consent != null) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = 48.dp)
                .toggleable(state.agreed, role = Role.Checkbox) { on(SignInEvent.Agree(it)) },
            Arrangement.spacedBy(12.dp),
            Alignment.CenterVertically,
        ) {
            Checkbox(state.agreed, onCheckedChange = null)
            Text(say("app_sign_in_agree"), Modifier.padding(vertical = 8.dp), style = MaterialTheme.typography.bodyLarge)
        }
        LinkButton(say("consent_read"), { on(SignInEvent.ReadConsent) })
    }
}

@Composable
private fun Staff(state: SignInState, on: (SignInEvent) -> Unit) {
    Field(say("app_sign_in_login"), state.login, { on(SignInEvent.Login(it)) })
    Field(
        label = say("account_password"),
        value = state.password,
        onChange = { on(SignInEvent.Password(it)) },
        wrong = state.wrong,
        secret = true,
        onDone = { on(SignInEvent.Go) },
    )
}

@Composable
private fun Code(state: SignInState, on: (SignInEvent) -> Unit) {
    Field(
        label = say("app_sign_in_code"),
        value = state.code,
        onChange = { on(SignInEvent.Code(it)) },
        wrong = state.wrong,
        keyboard = KeyboardType.Number,
        onDone = { on(SignInEvent.Go) },
    )
    LinkButton(say("app_sign_in_again"), { on(SignInEvent.Way(state.way)) })
}
