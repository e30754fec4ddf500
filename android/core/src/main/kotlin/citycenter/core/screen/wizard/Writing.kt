package citycenter.core.screen.wizard

import citycenter.core.App
import citycenter.core.Route
import citycenter.core.trouble
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Draft
import kotlinx.coroutines.Job

/** The report that a wizard writes, for its parts: photos, the place, what is near. */
internal class Writing(
    val app: App,
    private val state: () -> WizardState,
    val show: ((WizardState) -> WizardState) -> Unit,
    /** Does something with the core; the person is told what went wrong. */
    val work: (suspend () -> Unit) -> Job,
    @Volatile var route: Route.Wizard,
) {
    lateinit var draft: Draft
        private set

    val now: WizardState get() = state()

    /** Whether there is something to come back to. */
    var isKept = false
        private set

    fun open(draft: Draft, isKept: Boolean) {
        this.draft = draft
        this.isKept = isKept
        if (isKept) name()
    }

    /** Changes the report; from the first change on its page has its name. */
    fun change(what: (Draft) -> Unit) {
        what(draft)
        kept()
    }

    /** It was changed. */
    fun kept() {
        isKept = true
        name()
        look()
    }

    /** Shows what the rules say now. */
    fun look() {
        val (step, sheet) = draft.step() to draft.screen()
        // What the city's list says stands until the city itself was heard.
        val phone = step.categories.flatMap { it.types }.find { it.emergency }?.danger?.phone
        show { it.copy(draft = sheet.id, step = step, sheet = sheet, emergencyPhone = it.emergencyPhone ?: phone) }
    }

    /** Does something that may go wrong while something else goes on. */
    suspend fun attempt(what: suspend () -> Unit) =
        try {
            what()
        } catch (e: CoreException) {
            app.tell(app.words.trouble(e))
        }

    private fun name() {
        val named = Route.Wizard(draft.id())
        if (named == route) return
        app.pages.rename(route, named)
        route = named
    }
}
