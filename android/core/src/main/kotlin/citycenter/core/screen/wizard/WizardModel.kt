package citycenter.core.screen.wizard

import citycenter.core.App
import citycenter.core.Model
import citycenter.core.Route
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.FieldProblem
import citycenter.mobilecore.Page
import citycenter.mobilecore.PageState
import citycenter.mobilecore.Reachable

/** Writes a report: the draft of that id, or a new one. Whatever is written is kept on the phone at once. */
class WizardModel(app: App, draft: String) : Model<WizardState, WizardEvent>(app, WizardState()) {
    private val writing = Writing(app, state::value, ::show, { work(what = it) }, Route.Wizard(draft))
    private val placing = Placing(writing)
    private val photographing = Photographing(writing, placing)
    private val joining = Joining(writing)

    /** The text to agree to before contacts are left, by its version. */
    private var consent: String? = null

    /** Pages that their author left as they are while this one was open. */
    private val left = mutableSetOf<Page>()

    init {
        work { open(draft) }
        app.pages.asks(writing.route, ::stepBack)
    }

    override fun on(event: WizardEvent) {
        when (event) {
            WizardEvent.Next -> next()
            WizardEvent.Back -> app.pages.back()
            is WizardEvent.Turn -> turn(event.page)
            WizardEvent.Close -> {
                leaveKept()
                app.pages.back()
            }
            is WizardEvent.Ask -> show { it.copy(asks = event.discard) }
            WizardEvent.Discard -> discard()
            WizardEvent.TakePhoto -> photographing.take()
            WizardEvent.PickPhotos -> photographing.pick()
            is WizardEvent.CancelPhoto -> photographing.cancel(event.key)
            is WizardEvent.RemovePhoto -> photographing.remove(event.id)
            WizardEvent.Permissions -> app.device.openPermissions()
            is WizardEvent.Moved -> placing.moved(event.camera)
            WizardEvent.Locate -> placing.locate()
            WizardEvent.UsePhotoPlace -> placing.usePhoto()
            is WizardEvent.Address -> placing.address(event.text)
            is WizardEvent.FindPlace -> placing.find(event.text)
            is WizardEvent.UsePlace -> placing.use(event.found)
            is WizardEvent.Call -> app.device.call(event.number)
            WizardEvent.ReadConsent -> app.account()?.let { app.device.open("${it.server}/c/${it.city}/privacy") }
            is WizardEvent.Support -> joining.support(event.report)
            WizardEvent.Another -> another()
            is WizardEvent.Follow -> joining.follow(event.report)
            is WizardEvent.Change -> write(event)
        }
    }

    private fun write(event: WizardEvent.Change) {
        when (event) {
            is WizardEvent.ChooseCategory -> work {
                writing.change { it.chooseCategory(event.slug) }
                turn(Page.TYPE)
            }
            is WizardEvent.ChooseType -> chooseType(event.slug)
            is WizardEvent.FindType -> find(event.text)
            WizardEvent.Reload -> work { hear() }
            is WizardEvent.Answer -> answer(event)
            is WizardEvent.Describe -> {
                show { it.copy(description = event.text, wrong = it.wrong - "description") }
                work { writing.change { it.describe(event.text) } }
            }
            is WizardEvent.Contact -> contact(event.contact)
            WizardEvent.TakeChanges -> takeChanges()
            WizardEvent.Send -> send()
        }
    }

    private suspend fun open(id: String) {
        val kept = if (id.isEmpty()) null else core.draft(id)
        if (kept == null && core.myReports().any { it.id == id }) return app.pages.turn(Route.Receipt(id))
        writing.open(kept ?: core.newDraft(), kept != null)
        writing.look()
        reread()
        val photographed = photographing.takeLeft()
        state.value.step?.run { left += pages.map { it.page }.takeWhile { it != page } }
        turn(if (photographed) Page.PHOTOS else state.value.step?.page ?: Page.PHOTOS)
        hear()
    }

    /** Shows the words that are kept: when the report is opened, and when something but typing changed them. */
    private fun reread() {
        val sheet = writing.draft.screen()
        val contact = sheet.contact?.run {
            ContactPart(name.orEmpty(), email.orEmpty(), phone.orEmpty(), agreed = consent != null)
        }
        show { it.copy(answers = sheet.answers, description = sheet.description, contact = contact ?: ContactPart()) }
        placing.reopen(sheet.place, sheet.address)
    }

    /** What is new in the city; without a network, what the phone knows of it. */
    private suspend fun hear() {
        try {
            core.refreshCity()
        } catch (_: CoreException.Offline) {
            // What was known stays known.
        }
        val city = core.city()
        consent = city.consent
        show { it.copy(hasConsent = city.consent != null, emergencyPhone = city.emergencyPhone) }
        placing.open(city.center, city.zoom)
        writing.look()
        writing.attempt { core.catalogue().noneFits.let { none -> show { it.copy(noneFits = none) } } }
    }

    private fun next() {
        val page = state.value.page ?: return
        work {
            show { it.copy(busy = true) }
            try {
                if (page == Page.PLACE) placing.finish()
                if (leave(page)) goAfter(page)
            } finally {
                show { it.copy(busy = false) }
            }
        }
    }

    /** Leaves a page; says `false` where something is missing or wrong on it. */
    private fun leave(page: Page): Boolean {
        val state = state.value.stateOf(page)
        val wrong = when {
            state == PageState.NEEDED -> missing(page)
            state == PageState.WRONG && page == Page.QUESTIONS -> wrongAnswers()
            else -> emptyMap()
        }
        show { it.copy(wrong = wrong) }
        if (wrong.isNotEmpty()) return false
        if (state == PageState.OPEN) writing.change { it.leave(page) }
        left += page
        return true
    }

    private fun missing(page: Page): Map<String, String> =
        when (page) {
            Page.PLACE -> mapOf("place" to words("screen_wizard_place_missing"))
            Page.CATEGORY, Page.TYPE -> mapOf("type" to words("screen_wizard_type_missing"))
            else -> emptyMap()
        }

    private fun wrongAnswers(): Map<String, String> {
        val questions = state.value.step?.chosen?.questions.orEmpty()
        return questions.mapNotNull { question ->
            question.wrong(state.value.answers[question.id].orEmpty())
                ?.let { "answers.${question.id}" to words("error_field_$it") }
        }.toMap()
    }

    /** The next page that its author has something to do on. */
    private suspend fun goAfter(page: Page) {
        val pages = state.value.step?.pages.orEmpty()
        val rest = pages.drop(pages.indexOfFirst { it.page == page } + 1)
        val to = rest.find { it.page == Page.SEND || (it.page !in left && !isDone(it.page)) }?.page ?: Page.SEND
        if (to != Page.SEND) joining.prepare()
        turn(to, if (to == Page.SEND) joining.find() else null)
    }

    /** Where a photo or the phone put the pin, its author has a look at it. */
    private fun isDone(page: Page): Boolean =
        state.value.run { stateOf(page) == PageState.DONE && (page != Page.PLACE || place.note == null) }

    private fun turn(page: Page, near: NearPart? = null) {
        show { it.copy(page = page, near = near, query = "", found = emptyList()) }
        if (page == Page.PLACE) placing.enter()
    }

    /** A page back; `false` from the first, which is the way out. */
    private fun stepBack(): Boolean {
        val now = state.value
        if (app.pages.open.value.last() != writing.route || now.page == null) return false
        if (now.isFirst) {
            leaveKept()
            return false
        }
        val pages = now.step?.pages.orEmpty().map { it.page }
        // Those near are asked about in front of the last page.
        val before = pages.indexOf(now.page) - 1
        show { it.copy(wrong = emptyMap()) }
        turn(pages[before.coerceAtLeast(0)])
        return true
    }

    /** The page is about to go: what is written stays. */
    private fun leaveKept() {
        app.pages.asks(writing.route, null)
        if (!writing.isKept && state.value.photos.making.isEmpty()) return
        app.keep { writing.attempt { placing.keep() } }
        app.tell(words("app_wizard_kept"))
        app.changed()
    }

    private fun discard() = work {
        writing.draft.discard()
        app.pages.asks(writing.route, null)
        app.changed()
        app.tell(words("app_wizard_discarded"))
        app.pages.leave(writing.route)
    }

    private fun chooseType(slug: String) = work {
        writing.change { it.chooseType(slug) }
        left -= Page.QUESTIONS
        show { it.copy(wrong = it.wrong - "type", answers = it.sheet?.answers.orEmpty()) }
        goAfter(Page.TYPE)
    }

    private fun find(text: String) = show {
        it.copy(query = text, found = findTypes(it.step?.categories.orEmpty(), text))
    }

    private fun answer(event: WizardEvent.Answer) {
        val field = "answers.${event.question}"
        show { it.copy(answers = it.answers + (event.question to event.answer), wrong = it.wrong - field) }
        work { writing.change { it.answer(event.question, event.answer) } }
    }

    private fun contact(contact: ContactPart) {
        show { it.copy(contact = contact, wrong = it.wrong.filterKeys { field -> !field.startsWith("contact") }) }
        val reachable = Reachable(contact.name, contact.email, contact.phone, consent.takeIf { contact.agreed })
        work { writing.change { it.sign(reachable) } }
    }

    private fun takeChanges() = work {
        writing.change { it.takeChanges() }
        reread()
        val step = state.value.step ?: return@work
        if (step.chosen == null) turn(step.page)
    }

    private fun another() {
        joining.another()
        turn(Page.SEND)
    }

    private fun send() = work {
        show { it.copy(busy = true, wrong = emptyMap()) }
        try {
            val id = core.enqueue(writing.draft)
            app.pages.asks(writing.route, null)
            app.changed()
            app.wake()
            app.pages.turn(writing.route, Route.Receipt(id))
        } catch (e: CoreException.Rejected) {
            if (e.fields.isEmpty()) throw e
            refused(e.fields)
        } finally {
            show { it.copy(busy = false) }
        }
    }

    /** What is wrong is said where it was written. */
    private fun refused(fields: List<FieldProblem>) {
        val pages = state.value.step?.pages.orEmpty().map { it.page }
        val first = fields.map { pageOf(it.field) }.filter { it in pages }.minByOrNull { pages.indexOf(it) }
        turn(first ?: Page.SEND)
        show { state -> state.copy(wrong = fields.associate { it.field to it.message }) }
    }

    override fun close() {
        app.pages.asks(writing.route, null)
        super.close()
    }
}

private fun pageOf(field: String): Page =
    when (field.substringBefore('.')) {
        "place", "address" -> Page.PLACE
        "type" -> Page.TYPE
        "photos" -> Page.PHOTOS
        "answers" -> Page.QUESTIONS
        else -> Page.SEND
    }
