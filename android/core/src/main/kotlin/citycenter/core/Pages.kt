package citycenter.core

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.update

/** Which pages are open, the one that is seen last. There is always one. */
class Pages(first: List<Route>) {
    private val held = MutableStateFlow(first.ifEmpty { listOf(Route.Map) })

    /** What is asked first, by page. */
    private val inner = MutableStateFlow(emptyMap<Route, () -> Boolean>())

    private val births = ConcurrentHashMap<Route, Int>()
    private val count = AtomicInteger()

    val open: StateFlow<List<Route>> = held.asStateFlow()

    /** Opens a page over the one that is seen. */
    fun go(to: Route) {
        if (held.value.last() == to) return
        births[to] = count.incrementAndGet()
        held.update { it + to }
    }

    /** The page that is seen gives way to another: back leads to what was below. */
    fun turn(to: Route) = held.update { it.dropLast(1) + to }

    /** The same, if it is [from] that is seen: what took its time does not turn a page that came meanwhile. */
    fun turn(from: Route, to: Route) = held.update { if (it.last() == from) it.dropLast(1) + to else it }

    /** Back, if it is [page] that is seen. */
    fun leave(page: Route) = held.update { if (it.size > 1 && it.last() == page) it.dropLast(1) else it }

    /** An open page is called otherwise from now on: the report that is written there has a name. */
    fun rename(from: Route, to: Route) {
        births[from]?.let { births[to] = it }
        inner.update { all -> all.mapKeys { (page, _) -> if (page == from) to else page } }
        held.update { open -> open.map { if (it == from) to else it } }
    }

    /** Tells one opening of a page from another: a second report that is begun is not the first. */
    fun birth(of: Route): Int = births[of] ?: 0

    /** Starts over with a page. */
    fun start(at: Route) = held.update { if (it == listOf(at)) it else listOf(at) }

    /** Opens a page of the bar below; back from there leads to the map. */
    fun tab(to: Route) = held.update { if (to == Route.Map) listOf(to) else listOf(Route.Map, to) }

    /** Back on [page] asks [back] first, which says whether it took it for itself: closed a sheet, went a step back. */
    fun asks(page: Route, back: (() -> Boolean)?) = inner.update { if (back == null) it - page else it + (page to back) }

    /** Whether back does anything here; on the first page the system goes on. */
    val goesBack: Flow<Boolean> = held.combine(inner) { open, inner -> open.size > 1 || open.last() in inner }

    /** Back; `false` where it does nothing. */
    fun back(): Boolean {
        if (inner.value[held.value.last()]?.invoke() == true) return true
        if (held.value.size < 2) return false
        held.update { if (it.size > 1) it.dropLast(1) else it }
        return true
    }

    /** What to keep while the app is away. */
    fun text(): String = held.value.joinToString("\n") { it.text }

    companion object {
        /** The pages that were open when [text] was kept. */
        fun read(text: String): Pages = Pages(text.lines().mapNotNull(Route::read))
    }
}
