package citycenter.ui.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import citycenter.core.App
import citycenter.core.map.Mark
import citycenter.core.map.TileAt
import citycenter.core.map.Viewport
import citycenter.core.map.marks
import citycenter.mobilecore.MapFilter
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** The tiles that a map on the screen has now; it draws with what is there and asks for the rest. */
internal class MapTiles(private val app: App) {
    private val ground = mutableStateMapOf<TileAt, GroundTile>()
    private val reports = mutableStateMapOf<TileAt, List<Mark>>()
    private var news by mutableIntStateOf(0)

    /** The reports of the tiles in sight. */
    val marks: List<Mark> get() = reports.values.flatten()

    @Composable
    fun Load(view: Viewport, filter: MapFilter?) {
        val below = remember(view) { view.tiles(Viewport.GROUND) }
        LaunchedEffect(below, news) { loadGround(below) }
        val above = remember(view) { view.tiles(Viewport.REPORTS) }
        LaunchedEffect(above, filter, news) { if (filter == null) reports.clear() else loadReports(above, filter) }
        LaunchedEffect(app) { app.changes.collect { news++ } }
    }

    private suspend fun loadGround(wanted: List<TileAt>) = coroutineScope {
        for (at in wanted) if (at !in ground) launch { app.tiles.ground(at)?.let { ground[at] = GroundTile(at, it) } }
        forget(wanted)
    }

    /** What is far from the view goes; what is around it is drawn until the nearer one comes. */
    private fun forget(wanted: List<TileAt>) {
        if (ground.size <= MOST) return
        val near = wanted.flatMap { at -> generateSequence(at, TileAt::around) }.toSet()
        ground.keys.filter { it !in near }.forEach(ground::remove)
    }

    private suspend fun loadReports(wanted: List<TileAt>, filter: MapFilter) = coroutineScope {
        val came = HashMap<TileAt, List<Mark>>()
        wanted.map { at -> launchOne(at, filter, came) }.forEach { it.join() }
        // All at once: marks of two zooms would stand side by side.
        reports.keys.filter { it !in wanted }.forEach(reports::remove)
        reports.putAll(came)
    }

    private fun CoroutineScope.launchOne(at: TileAt, filter: MapFilter, came: MutableMap<TileAt, List<Mark>>) =
        launch { app.tiles.reports(at, filter)?.let { came[at] = it.marks(at) } }

    /** What to draw for each tile of the view: itself, else the nearest around it. */
    fun drawn(view: Viewport): List<Drawn> = view.tiles(Viewport.GROUND).mapNotNull { over ->
        generateSequence(over, TileAt::around).firstNotNullOfOrNull(ground::get)?.let { Drawn(it, over) }
    }

    private companion object {
        const val MOST = 48
    }
}
