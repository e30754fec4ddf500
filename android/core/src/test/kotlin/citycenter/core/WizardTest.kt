package citycenter.core

import citycenter.core.screen.receipt.Follow
import citycenter.core.screen.receipt.ReceiptEvent
import citycenter.core.screen.receipt.ReceiptModel
import citycenter.core.screen.wizard.CameraTrouble
import citycenter.core.screen.wizard.ContactPart
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardModel
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.HintKind
import citycenter.mobilecore.Page
import citycenter.mobilecore.PhotoProgress
import citycenter.mobilecore.Place
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import kotlin.math.roundToInt
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** Writing a report, with all that a phone may deny meanwhile, and what its receipt says. */
class WizardTest {
    @TempDir lateinit var folder: Path

    private suspend fun <S : Any> Model<S, *>.shows(what: (S) -> Boolean): S =
        try {
            withTimeout(20.seconds) { state.first(what) }
        } catch (e: kotlinx.coroutines.TimeoutCancellationException) {
            throw AssertionError("waited in vain; there is ${state.value}", e)
        }

    private val models = mutableListOf<Model<*, *>>()

    private fun <M : Model<*, *>> M.held(): M = also(models::add)

    /** The process ends. */
    private fun App.end() {
        models.forEach { it.close() }
        close()
    }

    private suspend fun Pages.shows(what: (Route) -> Boolean): Route =
        withTimeout(20.seconds) { open.first { what(it.last()) } }.last()

    /** A wizard over the map, as a person opens it. */
    private suspend fun App.write(draft: String = ""): WizardModel {
        pages.go(Route.Wizard(draft))
        return WizardModel(this, draft).held().also { model ->
            model.shows { it.page != null && it.place.camera != null }
        }
    }

    /** From the photos to the question of what happened. */
    private suspend fun WizardModel.putPin(at: Place) {
        on(WizardEvent.Next)
        shows { it.page == Page.PLACE && !it.place.locating }
        on(WizardEvent.Moved(Camera(at, 17.0)))
        on(WizardEvent.Next)
        shows { it.page == Page.CATEGORY }
    }

    private suspend fun WizardModel.chooseLighting() {
        on(WizardEvent.ChooseCategory("roads"))
        shows { it.page == Page.TYPE }
        on(WizardEvent.ChooseType(LIGHTING))
        shows { it.page == Page.QUESTIONS }
    }

    /** To the last page, whatever is near. */
    private suspend fun WizardModel.goOn(): WizardState {
        on(WizardEvent.Next)
        val asked = shows { it.page == Page.SEND && !it.busy }
        if (asked.near != null) on(WizardEvent.Another)
        return shows { it.near == null }
    }

    @Test
    fun `a whole report goes from a photo to a promise`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        phone.device.shots += Shot.Taken(Phone.photo(), phone.now())
        phone.device.where = Whereabouts.Here(EDGE, 12)
        val wizard = app.write()
        assertEquals(Page.PHOTOS, wizard.state.value.page)
        wizard.on(WizardEvent.TakePhoto)
        val id = wizard.shows { it.sheet?.photos?.size == 1 && it.photos.making.isEmpty() }.draft
        assertEquals(
            Route.Wizard(id),
            app.pages.shows { it != Route.Wizard() },
            "from the first change on the page has its name",
        )
        wizard.on(WizardEvent.Next)
        val here = wizard.shows { it.page == Page.PLACE && it.place.pin != null }.place
        assertEquals(EDGE, here.pin)
        assertTrue(here.note!!.contains("12"), here.note)
        wizard.shows { it.place.address.isNotBlank() }
        wizard.on(WizardEvent.Next)
        wizard.shows { it.page == Page.CATEGORY }
        wizard.on(WizardEvent.FindType("street lighting"))
        val found = wizard.shows { it.found.isNotEmpty() }.found.first()
        assertEquals(LIGHTING, found.type.slug)
        assertTrue(found.hits.isNotEmpty())
        wizard.on(WizardEvent.ChooseType(LIGHTING))
        wizard.shows { it.page == Page.QUESTIONS }
        wizard.on(WizardEvent.Answer("lamps", "one"))
        wizard.on(WizardEvent.Answer("what", "dark"))
        wizard.on(WizardEvent.Answer("since", "days"))
        val last = wizard.goOn()
        assertTrue(last.step!!.promise!!.startsWith("We solve it by"), last.step?.promise)
        wizard.on(WizardEvent.Describe("Dark since Monday"))
        wizard.on(WizardEvent.Send)
        assertEquals(Route.Receipt(id), app.pages.shows { it is Route.Receipt })

        val receipt = ReceiptModel(app, id).held()
        val sent = receipt.shows { it.delivery == Delivery.SENT && it.seen != null }
        assertNotNull(sent.report?.number)
        assertEquals("Dark since Monday", sent.seen?.description)
        assertEquals(1, sent.seen?.photos?.size)
        receipt.on(ReceiptEvent.Follow)
        assertEquals(Follow.TOLD, receipt.shows { it.follow != Follow.ASKS }.follow)
        assertTrue(app.tells)
        receipt.on(ReceiptEvent.Share)
        assertTrue(phone.device.asked.single().contains(sent.report?.url!!))
        receipt.on(ReceiptEvent.Again)
        assertEquals(listOf(Route.Map, Route.Wizard()), app.pages.open.value)
        app.end()
    }

    @Test
    fun `without a network a report is written, kept, and sent later`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        phone.trouble = Phone.Trouble.OFFLINE
        val wizard = app.write()
        wizard.on(WizardEvent.FindPlace("Sadovaya"))
        assertEquals(app.words("place_search_offline"), wizard.shows { it.place.trouble != null }.place.trouble)
        wizard.on(WizardEvent.Next)
        assertEquals(Whereabouts.Unknown, wizard.shows { it.place.lost != null }.place.lost)
        wizard.on(WizardEvent.Next)
        assertTrue("place" in wizard.shows { it.wrong.isNotEmpty() }.wrong)
        wizard.on(WizardEvent.Moved(Camera(EDGE, 17.0)))
        wizard.on(WizardEvent.Next)
        wizard.shows { it.page == Page.CATEGORY }
        wizard.chooseLighting()
        val last = wizard.goOn()
        assertEquals("Send as it is", last.step?.sendButton)
        wizard.on(WizardEvent.Send)
        val id = (app.pages.shows { it is Route.Receipt } as Route.Receipt).report
        val receipt = ReceiptModel(app, id).held()
        assertEquals(
            "Saved on your phone. We will send it ourselves.",
            receipt.shows { it.report != null }.report?.text,
        )

        phone.trouble = Phone.Trouble.NONE
        phone.ahead += 3_600_000
        receipt.on(ReceiptEvent.Retry)
        assertNotNull(receipt.shows { it.delivery == Delivery.SENT }.report?.number)
        app.end()
    }

    @Test
    fun `a process that ends costs nothing, not even the photo that was being taken`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val wizard = app.write()
        wizard.putPin(EDGE)
        wizard.chooseLighting()
        wizard.on(WizardEvent.Answer("post", "17"))
        wizard.shows { it.sheet?.answers?.get("post") == "17" }
        val kept = app.pages.text()
        app.end()

        phone.device.left = listOf(Shot.Taken(Phone.photo(), phone.now()))
        val later = phone.app(pages = Pages.read(kept))
        val again = WizardModel(later, (later.pages.open.value.last() as Route.Wizard).draft).held()
        val state = again.shows { it.sheet?.photos?.size == 1 }
        assertEquals(Page.PHOTOS, state.page)
        assertEquals("17", state.answers["post"])
        assertEquals(EDGE, state.place.pin)
        again.on(WizardEvent.Next)
        again.shows { it.page == Page.QUESTIONS }
        later.end()
        val last = phone.app(pages = Pages.read(kept))
        val third = WizardModel(last, (last.pages.open.value.last() as Route.Wizard).draft).held()
        assertEquals(Page.QUESTIONS, third.shows { it.page != null }.page)
        last.end()
    }

    @Test
    fun `a phone that denies camera and place still writes a report`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        phone.device.shots += listOf(Shot.Denied, Shot.Missing)
        phone.device.where = Whereabouts.Denied
        phone.device.gallery = List(12) { Shot.Taken(Phone.photo(80, 60), phone.now()) }
        val wizard = app.write()
        wizard.on(WizardEvent.TakePhoto)
        wizard.shows { it.photos.camera == CameraTrouble.DENIED }
        wizard.on(WizardEvent.Permissions)
        assertEquals(listOf("permissions"), phone.device.asked)
        wizard.on(WizardEvent.TakePhoto)
        wizard.shows { it.photos.camera == CameraTrouble.MISSING }
        wizard.on(WizardEvent.PickPhotos)
        val full = wizard.shows { it.photos.making.isEmpty() && it.sheet?.photos?.size == WizardState.PHOTOS_MAX }
        wizard.on(WizardEvent.RemovePhoto(full.sheet!!.photos.first().id))
        wizard.shows { it.sheet?.photos?.size == WizardState.PHOTOS_MAX - 1 }
        wizard.on(WizardEvent.Next)
        wizard.shows { it.place.lost == Whereabouts.Denied }
        // A name that is typed is enough.
        wizard.on(WizardEvent.FindPlace("Sadovaya"))
        val found = wizard.shows { it.place.found.isNotEmpty() }.place.found.first()
        wizard.on(WizardEvent.UsePlace(found))
        val there = wizard.shows { it.sheet?.place == found.place }
        assertEquals(found.title, there.place.address)
        assertTrue(there.place.found.isEmpty())
        assertNull(there.place.lost)
        wizard.on(WizardEvent.Next)
        wizard.shows { it.page == Page.CATEGORY }
        app.end()
    }

    @Test
    fun `a photo that is stopped leaves nothing, and one that is none is said to be none`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        // One photo is made after the other: this one holds up the next.
        val reached = CompletableDeferred<Unit>()
        val goOn = CountDownLatch(1)
        val before = async(Dispatchers.Default) {
            app.core.newDraft().addPhoto(Phone.photo(3000, 2000), object : PhotoProgress {
                override fun percent(percent: UByte) {
                    if (reached.complete(Unit)) goOn.await()
                }
            })
        }
        reached.await()
        phone.device.shots += listOf(
            Shot.Taken(Phone.photo(), phone.now()),
            Shot.Taken("no photo".toByteArray(), phone.now()),
        )
        val wizard = app.write()
        wizard.on(WizardEvent.TakePhoto)
        wizard.on(WizardEvent.CancelPhoto(wizard.shows { it.photos.making.isNotEmpty() }.photos.making.single().key))
        goOn.countDown()
        before.await()
        assertTrue(wizard.shows { it.photos.making.isEmpty() }.sheet!!.photos.isEmpty())
        wizard.on(WizardEvent.TakePhoto)
        assertEquals(app.words("error_field_not_a_photo"), wizard.shows { it.photos.trouble != null }.photos.trouble)
        assertEquals(1, app.core.drafts().size, "only the other one was kept")
        app.end()
    }

    @Test
    fun `a photo that knows where it was taken puts the pin, and does not take it away from another`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        phone.device.shots += listOf(photoFrom(EDGE), photoFrom(CROSSING))
        val wizard = app.write()
        wizard.on(WizardEvent.TakePhoto)
        val first = wizard.shows { it.place.pin != null && it.sheet?.photos?.size == 1 }.place
        assertEquals(EDGE, first.pin)
        assertEquals(app.words("app_wizard_place_photo"), first.note)
        wizard.on(WizardEvent.TakePhoto)
        val second = wizard.shows { it.sheet?.photos?.size == 2 }.place
        assertEquals(EDGE to CROSSING, second.pin to second.ofPhoto)
        wizard.on(WizardEvent.Next)
        wizard.shows { it.page == Page.PLACE }
        wizard.on(WizardEvent.UsePhotoPlace)
        assertEquals(CROSSING, wizard.shows { it.sheet?.place == CROSSING }.place.pin)
        app.end()
    }

    @Test
    fun `whoever finds the report of another joins it and needs none of their own`() = runBlocking {
        val other = Phone(folder.resolve("other")).appAtHome()
        val first = other.core.newDraft()
        first.putPin(CROSSING, null)
        first.chooseType(LIGHTING)
        val theirs = other.core.enqueue(first)
        assertEquals(Delivery.SENT, other.core.flush().single().delivery)
        other.end()

        val app = Phone(folder.resolve("own")).appAtHome()
        val wizard = app.write()
        wizard.putPin(CROSSING)
        wizard.chooseLighting()
        wizard.on(WizardEvent.Next)
        val near = wizard.shows { it.near != null }.near!!
        val card = near.list.reports.single { it.id == theirs }
        assertTrue(card.open)
        assertFalse(theirs in near.own)
        assertTrue(app.pages.back(), "back leads to the questions")
        wizard.shows { it.page == Page.QUESTIONS && it.near == null }
        wizard.on(WizardEvent.Next)
        wizard.shows { it.near != null }
        wizard.on(WizardEvent.Support(theirs))
        wizard.shows { it.near?.joined == theirs }
        wizard.on(WizardEvent.Follow(theirs))
        assertEquals(Route.Report(theirs), app.pages.shows { it is Route.Report })
        assertTrue(app.core.drafts().isEmpty())
        app.core.flush()
        assertTrue(app.core.waitingDeeds().isEmpty(), "${app.core.waitingDeeds()}")
        assertEquals(
            card.supports + 1u,
            app.core.nearby(LIGHTING, CROSSING).reports.single { it.id == theirs }.supports,
        )
        app.end()
    }

    @Test
    fun `what the city refuses is changed and sent again`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val wizard = app.write()
        wizard.putPin(FAR)
        wizard.chooseLighting()
        assertTrue(wizard.goOn().step!!.hints.any { it.kind == HintKind.OUTSIDE })
        wizard.on(WizardEvent.Send)
        val id = (app.pages.shows { it is Route.Receipt } as Route.Receipt).report
        val receipt = ReceiptModel(app, id).held()
        val parked = receipt.shows { it.delivery == Delivery.PARKED }
        assertEquals(app.words("error_field_outside_city"), parked.refusal)
        receipt.on(ReceiptEvent.Revise)
        assertEquals(Route.Wizard(id), app.pages.shows { it is Route.Wizard })
        receipt.close()

        val again = WizardModel(app, id).held()
        again.shows { it.page == Page.SEND || it.page == Page.PHOTOS }
        again.on(WizardEvent.Turn(Page.PLACE))
        again.shows { it.page == Page.PLACE }
        again.on(WizardEvent.Moved(Camera(EDGE, 17.0)))
        again.on(WizardEvent.Next)
        again.shows { it.page != Page.PLACE && !it.busy && it.sheet?.place == EDGE }
        again.on(WizardEvent.Turn(Page.SEND))
        again.on(WizardEvent.Send)
        app.pages.shows { it is Route.Receipt }
        val second = ReceiptModel(app, id).held()
        assertNotNull(second.shows { it.delivery == Delivery.SENT }.report?.number)
        app.end()
    }

    @Test
    fun `what is wrong is said on its page, and a contact needs consent`() = runBlocking {
        val app = Phone(folder).appAtHome()
        val wizard = app.write()
        wizard.putPin(EDGE)
        wizard.on(WizardEvent.ChooseCategory("roads"))
        wizard.shows { it.page == Page.TYPE }
        wizard.on(WizardEvent.Next)
        assertEquals(app.words("screen_wizard_type_missing"), wizard.shows { it.wrong.isNotEmpty() }.wrong["type"])
        wizard.on(WizardEvent.ChooseType("road-sidewalk"))
        val number = wizard.shows { it.page == Page.QUESTIONS }.step!!.chosen!!.questions.first { it.max != null }
        wizard.on(WizardEvent.Answer(number.id, "999999"))
        wizard.on(WizardEvent.Next)
        assertEquals(
            app.words("error_field_out_of_range"),
            wizard.shows { it.wrong.isNotEmpty() }.wrong["answers.${number.id}"],
        )
        wizard.on(WizardEvent.Answer(number.id, ""))
        wizard.goOn()
        val contact = ContactPart(email = "ann@example.com")
        wizard.on(WizardEvent.Contact(contact))
        wizard.on(WizardEvent.Send)
        assertEquals(
            app.words("error_field_consent_missing"),
            wizard.shows { "contact.consent" in it.wrong }.wrong["contact.consent"],
        )
        wizard.on(WizardEvent.Contact(contact.copy(agreed = true)))
        wizard.on(WizardEvent.Send)
        app.pages.shows { it is Route.Receipt }
        app.end()
    }

    @Test
    fun `danger is said at once, a draft is kept by closing and thrown away only when asked`() = runBlocking {
        val phone = Phone(folder)
        val app = phone.appAtHome()
        val wizard = app.write()
        wizard.putPin(EDGE)
        wizard.on(WizardEvent.ChooseType("road-open-manhole"))
        val danger = wizard.shows { it.step?.danger != null }.step!!.danger!!
        wizard.on(WizardEvent.Call(danger.phone))
        assertEquals(listOf("call ${danger.phone}"), phone.device.asked)
        wizard.on(WizardEvent.Close)
        assertEquals(Route.Map, app.pages.shows { it == Route.Map })
        assertEquals(app.words("app_wizard_kept"), app.notice.value)
        val id = app.core.drafts().single().id
        wizard.close()

        val again = app.write(id)
        again.on(WizardEvent.Ask(discard = true))
        again.shows { it.asks }
        again.on(WizardEvent.Discard)
        app.pages.shows { it == Route.Map }
        assertTrue(app.core.drafts().isEmpty())
        app.end()
    }

    /** A photo whose camera noted the place: EXIF with nothing but its part of satellites. */
    private fun photoFrom(at: Place): Shot.Taken {
        val tiff = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN)
        fun entry(tag: Int, type: Int, count: Int, value: Int) =
            tiff.putShort(tag.toShort()).putShort(type.toShort()).putInt(count).putInt(value)
        fun degrees(value: Double) =
            tiff.putInt((value * 1e7).roundToInt()).putInt(10_000_000).putInt(0).putInt(1).putInt(0).putInt(1)
        tiff.put("II*\u0000".toByteArray()).putInt(8)
        tiff.putShort(1)
        entry(0x8825, 4, 1, 26).putInt(0)
        tiff.putShort(4)
        entry(1, 2, 2, 'N'.code)
        entry(2, 5, 3, 80)
        entry(3, 2, 2, 'E'.code)
        entry(4, 5, 3, 104).putInt(0)
        degrees(at.lat)
        degrees(at.lon)
        val exif = "Exif\u0000\u0000".toByteArray() + tiff.array()
        val marker = byteArrayOf(0xFF.toByte(), 0xE1.toByte(), 0, (exif.size + 2).toByte())
        val plain = Phone.photo()
        return Shot.Taken(plain.copyOf(2) + marker + exif + plain.drop(2).toByteArray(), 0)
    }

    private companion object {
        const val LIGHTING = "road-street-lighting"

        /** In the city, where the demo has no reports of lamps. */
        val EDGE = Place(57.6163, 36.3921)
        val CROSSING = Place(57.6241, 36.4063)

        /** Beyond its border. */
        val FAR = Place(57.9, 36.4)
    }
}
