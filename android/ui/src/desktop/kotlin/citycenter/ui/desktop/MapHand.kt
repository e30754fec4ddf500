package citycenter.ui.desktop

import androidx.compose.foundation.focusable
import androidx.compose.foundation.gestures.awaitEachGesture
import androidx.compose.foundation.gestures.awaitFirstDown
import androidx.compose.foundation.gestures.calculateCentroid
import androidx.compose.foundation.gestures.calculateCentroidSize
import androidx.compose.foundation.gestures.calculatePan
import androidx.compose.foundation.gestures.calculateZoom
import androidx.compose.foundation.gestures.detectTapGestures
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.input.pointer.PointerEventType
import androidx.compose.ui.input.pointer.PointerInputScope
import androidx.compose.ui.input.pointer.pointerInput
import androidx.compose.ui.input.pointer.positionChanged
import citycenter.core.Camera
import citycenter.core.map.Viewport
import citycenter.ui.map.MapView
import kotlin.math.abs
import kotlin.math.ln

/** Where a map stands, and the hand that moves it. */
internal class MapHand(private var camera: Camera, private val tell: (MapView) -> Unit) {
    /** Nothing before the map was measured. */
    var view: Viewport? by mutableStateOf(null)
        private set

    /** What comes back from whoever was told is no order to go there. */
    private val told = ArrayDeque<Camera>()

    fun measured(width: Double, height: Double) {
        if (width <= 0 || height <= 0) return
        view = Viewport(camera, width, height)
        rest()
    }

    fun stand(at: Camera) {
        if (echoes(at) || at == camera) return
        move(at)
        rest()
    }

    /** An echo comes once, and none of those that were told before it comes after. */
    private fun echoes(at: Camera): Boolean {
        val found = told.indexOf(at)
        if (found >= 0) told.subList(0, found + 1).clear()
        return found >= 0
    }

    fun move(to: Camera) {
        camera = to
        view = view?.copy(camera = to)
    }

    fun move(change: (Viewport) -> Camera) {
        view?.let { move(change(it)) }
    }

    /** It came to rest. */
    fun rest() {
        val now = view ?: return
        told.addLast(camera)
        if (told.size > REMEMBERED) told.removeFirst()
        tell(MapView(camera, now.bounds))
    }

    private companion object {
        const val REMEMBERED = 32
    }
}

/** A press and where, in dp. Two presses come nearer, where fingers may move the map. */
internal fun Modifier.presses(hand: MapHand, moves: Boolean, onPress: (Double, Double) -> Unit): Modifier =
    pointerInput(hand, moves) {
        val nearer: (Offset) -> Unit = { at ->
            hand.step { it.zoomed(1.0, (at.x / density).toDouble(), (at.y / density).toDouble()) }
        }
        detectTapGestures(
            onDoubleTap = nearer.takeIf { moves },
            onTap = { onPress((it.x / density).toDouble(), (it.y / density).toDouble()) },
        )
    }

/** Fingers, wheel and keys move a map. */
internal fun Modifier.moves(hand: MapHand): Modifier =
    pointerInput(hand) { drags(hand) }
        .pointerInput(hand) { wheels(hand) }
        .onKeyEvent { event -> event.type == KeyEventType.KeyDown && hand.key(event.key) }
        .focusable()

private fun MapHand.step(change: (Viewport) -> Camera) {
    move(change)
    rest()
}

private fun MapHand.key(key: Key): Boolean {
    when (key) {
        Key.DirectionLeft -> step { it.dragged(STEP, 0.0) }
        Key.DirectionRight -> step { it.dragged(-STEP, 0.0) }
        Key.DirectionUp -> step { it.dragged(0.0, STEP) }
        Key.DirectionDown -> step { it.dragged(0.0, -STEP) }
        Key.Plus, Key.Equals, Key.NumPadAdd -> step { it.zoomed(1.0) }
        Key.Minus, Key.NumPadSubtract -> step { it.zoomed(-1.0) }
        else -> return false
    }
    return true
}

private suspend fun PointerInputScope.drags(hand: MapHand) = awaitEachGesture {
    awaitFirstDown(requireUnconsumed = false)
    var pan = Offset.Zero
    var spread = 1f
    var moving = false
    do {
        val event = awaitPointerEvent()
        val (by, zoom) = event.calculatePan() to event.calculateZoom()
        if (!moving) {
            pan += by
            spread *= zoom
            val slop = viewConfiguration.touchSlop
            moving = pan.getDistance() > slop || abs(1 - spread) * event.calculateCentroidSize() > slop
        }
        if (moving) {
            val middle = event.calculateCentroid(useCurrent = false)
            hand.move { it.dragged((by.x / density).toDouble(), (by.y / density).toDouble()) }
            if (zoom != 1f && middle != Offset.Unspecified) {
                val nearer = ln(zoom.toDouble()) / ln(2.0)
                hand.move { it.zoomed(nearer, (middle.x / density).toDouble(), (middle.y / density).toDouble()) }
            }
            event.changes.forEach { if (it.positionChanged()) it.consume() }
        }
    } while (event.changes.any { it.pressed })
    if (moving) hand.rest()
}

private suspend fun PointerInputScope.wheels(hand: MapHand) = awaitPointerEventScope {
    while (true) {
        val event = awaitPointerEvent()
        if (event.type != PointerEventType.Scroll) continue
        val change = event.changes.first()
        val at = change.position
        hand.move { it.zoomed(-change.scrollDelta.y * WHEEL, (at.x / density).toDouble(), (at.y / density).toDouble()) }
        hand.rest()
        change.consume()
    }
}

/** Dp that a key moves the map by. */
private const val STEP = 96.0

/** Zooms that one notch of the wheel is worth. */
private const val WHEEL = 0.25
