package citycenter.core.screen.wizard

import citycenter.core.Camera
import citycenter.core.Whereabouts
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.FoundPlace
import citycenter.mobilecore.Place
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.math.abs
import kotlin.math.cos
import kotlin.math.hypot
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.FlowPreview
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.debounce

/** Where it is: by the map, by a photo, by the phone, or by a name that is typed. */
@OptIn(FlowPreview::class)
internal class Placing(private val writing: Writing) {
    private val core get() = writing.app.core
    private val words get() = writing.app.words
    private val moves = MutableSharedFlow<Unit>(replay = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)
    private val typing = MutableSharedFlow<String>(replay = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)

    /** What the city called the pin last: it gives way to another name, what the author wrote does not. */
    private var offered = ""
    private var asked = false

    /** Where the map was sent: it tells so when it stands there, and that is nobody's hand. */
    private val stood = CopyOnWriteArrayList<Place>()

    init {
        writing.work { moves.debounce(REST).collectLatest { writing.attempt { settle() } } }
        writing.work { typing.debounce(REST).collectLatest(::search) }
    }

    /** Where the map opens as long as nothing says where it is. */
    fun open(centre: Place, zoom: Double) = part { it.copy(camera = it.camera ?: stand(centre, maxOf(zoom, NEAR))) }

    /** What was put before. */
    fun reopen(pin: Place?, address: String?) =
        part { it.copy(pin = pin, camera = pin?.let { at -> stand(at) } ?: it.camera, address = address.orEmpty()) }

    /** The page is seen: the phone says where it is, unless something else did. */
    fun enter() {
        if (asked || writing.now.place.pin != null) return
        locate()
    }

    fun locate() = writing.work {
        asked = true
        part { it.copy(locating = true, lost = null) }
        val found = writing.app.device.whereAmI(ask = true)
        part { it.copy(locating = false) }
        if (found is Whereabouts.Here) {
            put(found.place, words("app_wizard_place_here", "metres" to found.accuracy))
        } else {
            part { it.copy(lost = found) }
        }
    }

    fun moved(to: Camera) {
        val from = writing.now.place.camera
        if (from != null && isSame(from.place, to.place)) return part { it.copy(camera = to) }
        if (stood.any { isSame(it, to.place) }) return
        part { it.copy(camera = to, pin = to.place, note = null, lost = null) }
        forgive()
        moves.tryEmit(Unit)
    }

    /** A photo knows where it was taken: there goes the pin, unless it was put before. */
    fun photographed(at: Place) {
        if (writing.now.place.pin == null) {
            put(at, words("app_wizard_place_photo"))
        } else {
            part { it.copy(ofPhoto = at.takeIf { place -> metres(place, it.pin ?: place) > APART }) }
        }
    }

    fun usePhoto() {
        writing.now.place.ofPhoto?.let { put(it, words("app_wizard_place_photo")) }
    }

    fun address(text: String) {
        part { it.copy(address = text) }
        moves.tryEmit(Unit)
    }

    fun find(text: String) {
        part { it.copy(query = text, found = if (text.isBlank()) emptyList() else it.found, trouble = null) }
        typing.tryEmit(text)
    }

    fun use(found: FoundPlace) {
        offered = found.title
        part { it.copy(query = "", found = emptyList(), trouble = null, address = found.title) }
        typing.tryEmit("")
        put(found.place, note = null)
    }

    /** Keeps what was moved or typed last; without a pin a name that was typed is looked for. */
    suspend fun finish() {
        val place = writing.now.place
        if (place.pin == null && place.address.isNotBlank()) {
            try {
                core.findPlaces(place.address, place.camera?.place).firstOrNull()?.let { found ->
                    part { it.copy(pin = found.place, camera = stand(found.place)) }
                }
            } catch (_: CoreException.Offline) {
                // Without a network no name can be looked for: the map still moves.
            }
        }
        keep()
    }

    private fun put(at: Place, note: String?) {
        part { it.copy(pin = at, camera = stand(at), note = note, ofPhoto = null, lost = null) }
        forgive()
        writing.work { settle() }
    }

    private suspend fun settle() {
        keep()
        val pin = writing.now.place.pin ?: return
        val name = try {
            core.addressAt(pin)
        } catch (_: CoreException) {
            null
        }
        val place = writing.now.place
        if (name == null || place.pin != pin || (place.address.isNotBlank() && place.address != offered)) return
        offered = name
        part { it.copy(address = name) }
        keep()
    }

    /** Keeps what was moved or typed last. */
    fun keep() {
        val (pin, address) = writing.now.place.run { pin to address }
        val sheet = writing.now.sheet
        if (pin == null || (sheet?.place == pin && sheet.address.orEmpty() == address)) return
        writing.change { it.putPin(pin, address) }
    }

    private suspend fun search(text: String) {
        if (text.isBlank()) return
        try {
            val found = core.findPlaces(text, writing.now.place.camera?.place)
            part { it.copy(found = found, trouble = if (found.isEmpty()) words("place_search_none") else null) }
        } catch (_: CoreException.Offline) {
            part { it.copy(found = emptyList(), trouble = words("place_search_offline")) }
        } catch (e: CoreException) {
            part { it.copy(found = emptyList(), trouble = words.trouble(e)) }
        }
    }

    private fun stand(at: Place, zoom: Double = HOUSE): Camera {
        stood.addIfAbsent(at)
        return Camera(at, zoom)
    }

    private fun forgive() = writing.show { it.copy(wrong = it.wrong - "place") }

    private fun part(change: (PlacePart) -> PlacePart) = writing.show { it.copy(place = change(it.place)) }

    private companion object {
        /** Fingers that rest so long mean it. */
        val REST = 250.milliseconds

        /** Zoom at which streets have names, and at which houses have numbers. */
        const val NEAR = 15.0
        const val HOUSE = 17.0

        /** Metres that make another place. */
        const val APART = 15.0
        const val METRES_A_DEGREE = 111_320.0

        fun isSame(a: Place, b: Place) = abs(a.lat - b.lat) < 1e-6 && abs(a.lon - b.lon) < 1e-6

        fun metres(a: Place, b: Place): Double =
            METRES_A_DEGREE * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(Math.toRadians(a.lat)))
    }
}
