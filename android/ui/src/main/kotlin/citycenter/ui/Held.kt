package citycenter.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import citycenter.core.Model

/** A model for as long as its page is open, and its state. */
@Composable
internal fun <State : Any, Event : Any> Held(
    key: Any,
    make: () -> Model<State, Event>,
    draw: @Composable (State, (Event) -> Unit) -> Unit,
) {
    val model = remember(key) { make() }
    DisposableEffect(model) { onDispose(model::close) }
    val state by model.state.collectAsState()
    draw(state, model::on)
}
