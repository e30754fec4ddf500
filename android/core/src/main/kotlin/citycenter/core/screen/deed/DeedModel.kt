package citycenter.core.screen.deed

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.core.Shot
import citycenter.core.Whereabouts
import citycenter.core.readDeedKind
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Deed
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.PersonKind
import citycenter.mobilecore.PhotoProgress
import citycenter.mobilecore.Place
import citycenter.mobilecore.RefusalCode
import citycenter.mobilecore.lookAtPhoto
import kotlinx.coroutines.Job

/** Something that is done to a report, from its form to the outbox. */
class DeedModel(app: App, private val report: String, kind: String) :
    Model<DeedState, DeedEvent>(app, DeedState()) {
    private val route = Route.Deed(report, kind)
    private val kind: DeedKind? = readDeedKind(kind)
    private var deed: Deed? = null
    private var photo: Job? = null
    private var making: Job? = null

    /** The words as they were typed last. */
    @Volatile private var typed: String? = null

    init {
        doing { open() }
    }

    override fun on(event: DeedEvent) {
        when (event) {
            DeedEvent.Back -> if (state.value.asks) ask(false) else app.pages.back()
            DeedEvent.TakePhoto -> photo = doing { take() }
            DeedEvent.PickPhotos -> photo = doing { pick() }
            DeedEvent.StopPhoto -> stop()
            is DeedEvent.RemovePhoto -> change { it.removePhoto(event.id) }
            DeedEvent.Permissions -> app.device.openPermissions()
            is DeedEvent.Say -> {
                typed = event.words
                show { it.copy(form = it.form?.copy(note = event.words)) }
                say(event.words)
            }
            is DeedEvent.EndWith -> change { it.endWith(event.outcome) }
            is DeedEvent.Rate -> change { deed ->
                val stars = event.stars.toUByte()
                deed.rate(stars.takeIf { it != deed.screen().rating })
            }
            DeedEvent.Send -> send()
            is DeedEvent.Ask -> ask(event.asks)
            DeedEvent.Discard -> discard()
        }
    }

    /** The form as it is kept, with the words as they stand on the screen: more may have been typed since. */
    private fun seen(deed: Deed) = deed.screen().let { it.copy(note = typed ?: it.note) }

    private fun doing(what: suspend () -> Unit): Job =
        work({ trouble -> show { it.copy(trouble = trouble, adding = null, busy = false) } }, what)

    private fun ask(asks: Boolean) = show { it.copy(asks = asks) }

    /** Finds what was begun, or begins it. A photo that came while the app was away belongs to it. */
    private suspend fun open() {
        val kind = kind ?: return show { it.copy(trouble = words("app_trouble_not_found")) }
        val deed = core.begunDeeds(report).find { it.screen().kind == kind } ?: begin(kind)
        this.deed = deed
        show { it.copy(form = seen(deed), byStaff = app.account()?.person?.kind == PersonKind.STAFF) }
        call(kind)
        for (shot in app.device.leftPhotos()) add(shot) { placeOf(shot) }
    }

    private suspend fun begin(kind: DeedKind): Deed =
        try {
            core.beginDeed(report, kind)
        } catch (e: CoreException.Rejected) {
            if (e.code != RefusalCode.NOT_FOUND) throw e
            core.report(report)
            core.beginDeed(report, kind)
        }

    /** Says what it means and how its button is called, as its report does. */
    private suspend fun call(kind: DeedKind) {
        val case = core.case(report)
        val action = case?.run { actions + parts.flatMap { it.actions } }?.find { it.kind == kind }
        val own = (case?.report ?: core.report(report)).own?.choices?.find { it.kind == kind }
        val button = own?.sendButton ?: action?.label?.removeSuffix("…") ?: words("action_send")
        show { it.copy(text = own?.text, button = button) }
    }

    private fun change(what: (Deed) -> Unit) = doing {
        val deed = deed ?: return@doing
        what(deed)
        show { it.copy(form = seen(deed), trouble = null) }
    }

    /** The last letters stay, also when the page goes at once. */
    private fun say(words: String) = app.keep {
        try {
            val deed = deed ?: return@keep
            deed.say(words)
            show { it.copy(form = seen(deed), trouble = null) }
        } catch (e: CoreException) {
            show { it.copy(trouble = this.words.trouble(e)) }
        }
    }

    private suspend fun take() {
        show { it.copy(photoTrouble = null) }
        when (val shot = app.device.takePhoto()) {
            is Shot.Taken -> add(shot) { if (state.value.byStaff) whereIStand() else null }
            Shot.Cancelled -> Unit
            Shot.Denied -> show { it.copy(photoTrouble = PhotoTrouble.CAMERA_DENIED) }
            Shot.Missing -> show { it.copy(photoTrouble = PhotoTrouble.CAMERA_MISSING) }
        }
    }

    /** Photos from the gallery say themselves where they were taken. */
    private suspend fun pick() {
        show { it.copy(photoTrouble = null) }
        for (shot in app.device.pickPhotos(MOST)) add(shot) { placeOf(shot) }
    }

    private fun placeOf(shot: Shot.Taken): Place? =
        try {
            lookAtPhoto(shot.bytes).place
        } catch (_: CoreException) {
            null
        }

    /** A photo goes without its place rather than not at all. */
    private suspend fun whereIStand(): Place? {
        val trouble = when (val here = app.device.whereAmI(ask = true)) {
            is Whereabouts.Here -> return here.place
            Whereabouts.Denied -> PhotoTrouble.PLACE_DENIED
            Whereabouts.Off -> PhotoTrouble.PLACE_OFF
            Whereabouts.Unknown -> PhotoTrouble.PLACE_UNKNOWN
        }
        show { it.copy(photoTrouble = trouble) }
        return null
    }

    private suspend fun add(shot: Shot.Taken, from: suspend () -> Place?) {
        val deed = deed ?: return
        show { it.copy(adding = 0, trouble = null) }
        val progress = object : PhotoProgress {
            override fun percent(percent: UByte) = show { it.copy(adding = it.adding?.let { percent.toInt() }) }
        }
        // A page that goes does not take the photo along, nor does a phone that still looks for satellites.
        val kept = app.keep {
            try {
                deed.addPhoto(shot.bytes, from(), shot.takenAt, progress)
            } catch (e: CoreException) {
                show { it.copy(trouble = words.trouble(e)) }
            }
        }
        making = kept
        kept.join()
        show { it.copy(form = seen(deed), adding = null) }
    }

    private fun stop() {
        making?.cancel()
        photo?.cancel()
        show { it.copy(adding = null) }
    }

    private fun send() {
        val deed = deed ?: return
        if (state.value.busy || state.value.adding != null) return
        show { it.copy(pressed = true, busy = true, trouble = null) }
        doing {
            show { it.copy(form = seen(deed)) }
            if (deed.screen().missing.isEmpty()) handOver(deed)
            show { it.copy(busy = false) }
        }
    }

    private fun handOver(deed: Deed) {
        core.enqueueDeed(deed)
        app.tell(words("app_deed_kept"))
        app.pages.leave(route)
        app.changed()
        app.wake()
    }

    private fun discard() = doing {
        deed?.discard()
        app.pages.leave(route)
        app.changed()
    }

    private companion object {
        /** As many as one picks from the gallery at once. */
        const val MOST = 5
    }
}
