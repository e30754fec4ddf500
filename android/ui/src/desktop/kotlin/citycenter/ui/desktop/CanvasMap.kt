package citycenter.ui.desktop

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clipToBounds
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextMeasurer
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.rememberTextMeasurer
import androidx.compose.ui.unit.dp
import citycenter.core.App
import citycenter.core.map.Mark
import citycenter.core.map.PlacedMark
import citycenter.core.map.Spot
import citycenter.core.map.Viewport
import citycenter.core.map.place
import citycenter.ui.look.Glyphs
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.LocalWords
import citycenter.ui.look.Palette
import citycenter.ui.map.Attribution
import citycenter.ui.map.MapHit
import citycenter.ui.map.MapPoint
import citycenter.ui.map.MapScene
import citycenter.ui.map.MapSlot
import citycenter.ui.map.MapView
import citycenter.ui.map.TYPES_FROM
import citycenter.ui.map.cluster
import citycenter.ui.map.clusterRadius
import citycenter.ui.map.here
import citycenter.ui.map.hit
import citycenter.ui.map.pin
import citycenter.ui.map.pinBox

/** The map on a canvas of our own, from our own tiles: what a desktop has instead of MapLibre. */
class CanvasMap(private val app: App) : MapSlot {
    @Composable
    override fun Map(scene: MapScene, description: String, onMove: (MapView) -> Unit, onPress: (MapHit) -> Unit, modifier: Modifier) {
        val tells = rememberUpdatedState(onMove)
        val hand = remember { MapHand(scene.camera) { tells.value(it) } }
        val marked = rememberUpdatedState(scene)
        val pressed = rememberUpdatedState(onPress)
        BoxWithConstraints(modifier.clipToBounds().background(LocalPalette.current["map-land"])) {
            val (width, height) = maxWidth.value.toDouble() to maxHeight.value.toDouble()
            LaunchedEffect(width, height) { hand.measured(width, height) }
            LaunchedEffect(scene.camera) { hand.stand(scene.camera) }
            val view = hand.view
            if (view != null) {
                val loaded = remember { MapTiles(app) }
                loaded.Load(view, scene.reports)
                val style = LocalTextStyle.current
                val font = MaterialTheme.typography.bodyMedium.fontFamily ?: style.fontFamily ?: FontFamily.Default
                val language = LocalWords.current.language.name.lowercase()
                val picture = Picture(LocalPalette.current, rememberTextMeasurer(NAMES), font, language)
                Canvas(
                    Modifier.fillMaxSize()
                        .semantics { contentDescription = description }
                        .presses(hand, scene.moves) { x, y ->
                            val shown = marked.value
                            hand.view?.let { now -> pressed.value(hit(now, placed(now, loaded.marks, shown), shown, x, y)) }
                        }
                        .then(if (scene.moves) Modifier.moves(hand) else Modifier),
                ) { with(picture) { draw(view, loaded, scene) } }
            }
            Attribution(Modifier.align(Alignment.TopStart))
        }
    }

    private companion object {
        /** Names whose letters are measured once. */
        const val NAMES = 512
    }
}

/** All that is drawn with. */
private class Picture(val palette: Palette, val words: TextMeasurer, val font: FontFamily, val language: String) {
    fun DrawScope.draw(view: Viewport, loaded: MapTiles, scene: MapScene) {
        val tiles = loaded.drawn(view)
        GroundDrawing(this, view, palette).draw(tiles)
        val marks = placed(view, loaded.marks, scene)
        val points = (scene.points + listOfNotNull(scene.selected)).map { it to offset(view, Spot.of(it.place)) }
        val taken = marks.map { box(it) } + points.map { (point, at) -> box(point, at, point == scene.selected) }
        NameDrawing(this, view, palette, words, font, language, taken.toMutableList()).draw(tiles.map { it.tile }.distinct())
        scene.here?.let { here(palette, offset(view, Spot.of(it))) }
        val byType = view.camera.zoom >= TYPES_FROM
        for ((mark, x, y) in marks) {
            val at = Offset(x.toFloat(), y.toFloat()) * density
            when (mark) {
                is Mark.Cluster -> cluster(palette, mark.count, mark.shares, at, words, font)
                is Mark.One -> {
                    val glyph = mark.pin.run { if (byType) Glyphs.ofType(type, category) else Glyphs.ofCategory(category) }
                    pin(palette, mark.pin.shape, glyph, at)
                }
            }
        }
        for ((point, at) in points) pin(palette, point.shape, point.glyph, at, point == scene.selected)
    }

    private fun DrawScope.offset(view: Viewport, spot: Spot) =
        Offset(view.x(spot).toFloat(), view.y(spot).toFloat()) * density

    private fun DrawScope.box(placed: PlacedMark): Rect {
        val at = Offset(placed.x.toFloat(), placed.y.toFloat()) * density
        return when (val mark = placed.mark) {
            is Mark.Cluster -> Rect(at, clusterRadius(mark.count).dp.toPx())
            is Mark.One -> pinBox(mark.pin.shape, selected = false).times(density).translate(at)
        }
    }

    private fun DrawScope.box(point: MapPoint, at: Offset, selected: Boolean) = pinBox(point.shape, selected).times(density).translate(at)

    private fun Rect.times(by: Float) = Rect(left * by, top * by, right * by, bottom * by)
}

/** The marks of a scene where they stand; the selected one is drawn by itself. */
internal fun placed(view: Viewport, marks: List<Mark>, scene: MapScene): List<PlacedMark> =
    view.place(marks).filter { (mark, _) -> mark !is Mark.One || mark.pin.id != scene.selected?.id }
