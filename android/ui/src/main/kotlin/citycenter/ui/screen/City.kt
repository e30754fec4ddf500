package citycenter.ui.screen

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.Path
import androidx.compose.ui.graphics.drawscope.withTransform
import androidx.compose.ui.graphics.vector.PathParser
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import citycenter.core.screen.city.CityEvent
import citycenter.core.screen.city.CityState
import citycenter.mobilecore.AccountCard
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.Field
import citycenter.ui.part.Heading
import citycenter.ui.part.Icon
import citycenter.ui.part.MainButton
import citycenter.ui.part.Page

/** The first page: which city it is. */
@Composable
fun CityScreen(state: CityState, on: (CityEvent) -> Unit) {
    val isFirst = state.known.isEmpty()
    Page(
        title = say(if (isFirst) "app_name" else "app_city_title"),
        back = if (isFirst) null else ({ on(CityEvent.Back) }),
        below = {
            MainButton(say("app_city_enter"), { on(CityEvent.Agree) }, enabled = state.text.isNotBlank(), busy = state.busy)
        },
    ) {
        val palette = LocalPalette.current
        if (isFirst) {
            Mark(Modifier.padding(top = 8.dp), 64.dp)
            Text(say("app_city_first"), style = MaterialTheme.typography.headlineMedium, color = palette.ink)
        }
        Text(say("app_city_how"), style = MaterialTheme.typography.bodyLarge, color = palette.ink2)
        Field(
            label = say("app_city_address"),
            value = state.text,
            onChange = { on(CityEvent.Type(it)) },
            hint = "city.example/c/small-town",
            wrong = state.wrong,
            keyboard = KeyboardType.Uri,
            onDone = { on(CityEvent.Agree) },
        )
        state.link?.let { link ->
            Text(say("app_city_server", "server" to link.server), style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
        }
        if (!isFirst) {
            Heading(say("app_city_known"))
            for (account in state.known) Known(account) { on(CityEvent.Choose(account.id)) }
        }
    }
}

/** A city that the phone knows, and who one is there. */
@Composable
internal fun Known(account: AccountCard, onPress: () -> Unit) {
    val palette = LocalPalette.current
    Card(onPress = onPress) {
        Row(horizontalArrangement = Arrangement.spacedBy(12.dp), verticalAlignment = Alignment.CenterVertically) {
            Icon(if (account.chosen) "check" else "buildings", size = 24.dp, colour = palette.accent)
            Column(Modifier.weight(1f)) {
                Text(account.title, style = MaterialTheme.typography.titleSmall)
                Text(whoIs(account), style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
            }
        }
    }
}

/** Who one is in a city, in words. */
@Composable
internal fun whoIs(account: AccountCard): String {
    val person = account.person ?: return say("app_account_nobody")
    val name = listOfNotNull(person.name ?: say("app_account_resident"), person.department).joinToString(", ")
    return if (account.signedIn) name else "$name. ${say("app_account_out")}"
}

/** Our mark: a pin with a lit window. */
@Composable
private fun Mark(modifier: Modifier, size: Dp) {
    Canvas(modifier.size(size)) {
        val scale = this.size.minDimension / 36f
        withTransform({ scale(scale, scale, Offset.Zero) }) {
            drawRoundRect(Color(0xFF0B5B66), size = Size(36f, 36f), cornerRadius = CornerRadius(10f))
            drawPath(PIN, Color.White)
            drawPath(HOUSE, Color(0xFF0B5B66))
            drawRoundRect(Color(0xFFF5B83D), Offset(16f, 13.6f), Size(4f, 4.6f), CornerRadius(0.8f))
        }
    }
}

private fun outline(path: String): Path = PathParser().parsePathString(path).toPath()

private val PIN by lazy { outline("M18 30C11.5 22.6 8.6 19 8.6 14.9a9.4 9.4 0 0 1 18.8 0C27.4 19 24.5 22.6 18 30Z") }
private val HOUSE by lazy { outline("M13.2 18.2v-4.6L18 9.9l4.8 3.7v4.6Z") }
