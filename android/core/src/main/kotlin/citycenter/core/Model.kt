package citycenter.core

import citycenter.mobilecore.CoreException
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/**
 * What stands behind a screen: its state, and one way to tell it something. Screens draw [state] and call [on];
 * what a model does with the core goes one thing after the other, off the screen's thread.
 */
abstract class Model<State : Any, Event : Any>(protected val app: App, first: State) : AutoCloseable {
    private val held = MutableStateFlow(first)
    private val scope = app.scope()

    val state: StateFlow<State> = held.asStateFlow()
    protected val words get() = app.words
    protected val core get() = app.core

    /** Takes what a person did. */
    abstract fun on(event: Event)

    /** Shows something else from now on. */
    protected fun show(change: (State) -> State) = held.update(change)

    /** Does something with the core; [trouble] shows what went wrong, in words. */
    protected fun work(trouble: (String) -> Unit = app::tell, what: suspend () -> Unit): Job =
        scope.launch {
            try {
                what()
            } catch (e: CoreException) {
                trouble(words.trouble(e))
            }
        }

    override fun close() = scope.cancel()
}
