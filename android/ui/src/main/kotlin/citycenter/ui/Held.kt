package citycenter.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.staticCompositionLocalOf
import citycenter.core.Model

/** The models of the pages that are open, those below others too: whoever goes back finds a page as it was. */
internal class Models : AutoCloseable {
    private val held = mutableMapOf<String, Model<*, *>>()

    @Suppress("UNCHECKED_CAST") // A key names one page, and a page has one model.
    fun <State : Any, Event : Any> of(key: String, make: () -> Model<State, Event>): Model<State, Event> =
        held.getOrPut(key, make) as Model<State, Event>

    /** Pages that are not open any more need none. */
    fun keep(keys: Set<String>) {
        (held.keys - keys).forEach { held.remove(it)?.close() }
    }

    override fun close() = keep(emptySet())
}

internal val LocalModels = staticCompositionLocalOf<Models> { error("no models") }

/** A page drawn from its model. */
@Composable
internal fun <State : Any, Event : Any> Held(
    key: String,
    make: () -> Model<State, Event>,
    draw: @Composable (State, (Event) -> Unit) -> Unit,
) {
    val model = LocalModels.current.of(key, make)
    val state by model.state.collectAsState()
    draw(state, model::on)
}
