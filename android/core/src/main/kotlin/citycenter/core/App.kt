package citycenter.core

import citycenter.core.map.Tiles
import citycenter.mobilecore.AccountCard
import citycenter.mobilecore.CityLink
import citycenter.mobilecore.Core
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.Language
import citycenter.mobilecore.Platform
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** What one process of the app holds: the core, the phone, the words, and the pages that are open. */
class App(
    private val folder: Path,
    private val platform: Platform,
    val device: Device,
    /** What the system speaks, as long as nobody chose. */
    private val systemLanguage: Language,
    val pages: Pages = Pages(emptyList()),
    /** The link of the city that this copy of the app was made for, if it was made for one. */
    val home: String? = null,
    /** Asks the system to run [pass] later, with a network, also when the app is gone: in how many milliseconds. */
    private val wakeIn: (Long) -> Unit = {},
) : AutoCloseable {
    /** One thing after the other, off the screen's thread. */
    val dispatcher: CoroutineDispatcher = Dispatchers.IO.limitedParallelism(1)
    private val scope = CoroutineScope(SupervisorJob() + dispatcher)
    private val preferences: Preferences
    /** When each account's city was heard last. */
    private val heard = ConcurrentHashMap<Long, Long>()
    private val passing = Mutex()

    /** What is being sent and heard now. */
    @Volatile private var sending: Job? = null
    private val woken = Channel<Unit>(Channel.CONFLATED)
    private val followed = Channel<String>(Channel.CONFLATED)
    private val happened = MutableSharedFlow<Unit>(extraBufferCapacity = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)
    private val noticed = MutableStateFlow<String?>(null)
    private val opened: MutableStateFlow<Speaking>

    init {
        Files.createDirectories(folder)
        preferences = Preferences(folder.resolve("preferences"))
        opened = MutableStateFlow(speaking(language()))
        scope.launch { passes() }
    }

    /** The core in one language. */
    data class Speaking(val core: Core, val words: Words)

    /** A new one when the person chose another language: screens begin anew. */
    val speaking: StateFlow<Speaking> = opened.asStateFlow()
    val photos = Photos(this)
    val tiles = Tiles(this)

    /** What pages leave here to open with again, as long as the process lives; by names of their own. */
    val left: MutableMap<String, Any> = ConcurrentHashMap()
    val kinds = Kinds(this)

    /** Reports that somebody said "me too" about on this phone: the city would count them again. */
    val supported = Preferences(folder.resolve("supported"))
    val core: Core get() = opened.value.core
    val words: Words get() = opened.value.words

    /** Something of one's own changed: what was handed over, who is signed in, what the city did. */
    val changes: SharedFlow<Unit> = happened.asSharedFlow()

    /** One sentence to tell whoever looks, whatever they are looking at. */
    val notice: StateFlow<String?> = noticed.asStateFlow()

    /** A link was opened outside of the app: the frame goes where it leads, as soon as there is one. */
    fun follow(link: String) {
        followed.trySend(link)
    }

    internal val links: ReceiveChannel<String> get() = followed

    fun tell(text: String) {
        noticed.value = text
    }

    fun told() {
        noticed.value = null
    }

    fun changed() {
        happened.tryEmit(Unit)
    }

    /** Whoever is chosen now; nothing before a city was added. */
    fun account(): AccountCard? =
        try {
            core.accounts().find { it.chosen }
        } catch (_: CoreException) {
            null
        }

    /** The language that was chosen, or `null` for the system's. */
    val chosenLanguage: Language? get() = preferences["language"]?.let { name -> Language.entries.find { it.name == name } }

    /** Opens a city's map, and above it the report that a link begins: a code on a lamp post knows place and type. */
    fun begin(link: CityLink) {
        pages.start(Route.Map)
        val place = link.place ?: return
        val draft = core.newDraft()
        draft.putPin(place, null)
        link.issueType?.let(draft::chooseType)
        pages.go(Route.Wizard(draft.id()))
    }

    /** Whether the person wants news outside of the app. */
    var tells: Boolean
        get() = preferences["tells"] == "yes"
        set(value) {
            preferences["tells"] = if (value) "yes" else null
        }

    /** How many bytes of the map and of others' reports the phone keeps. */
    val budget: Long get() = preferences["budget"]?.toLongOrNull() ?: DEFAULT_BUDGET

    fun keepAtMost(bytes: Long) {
        preferences["budget"] = bytes.toString()
        core.setCacheBudget(bytes.toULong())
    }

    /** [speak], for a screen that ends by it. */
    fun speakSoon(language: Language?) {
        scope.launch { speak(language) }
    }

    /** Speaks another language from now on; `null` for the system's. */
    suspend fun speak(language: Language?) =
        withContext(dispatcher) {
            preferences["language"] = language?.name
            if (language() == words.language) return@withContext
            // Two cores must not send at once: each would change the tokens of the other. A pass may be dropped.
            sending?.cancelAndJoin()
            // The core before is let go when the last page that stands on it is.
            opened.value = speaking(language())
            wake()
        }

    /** There may be something to send, or a network to send it by. */
    fun wake() {
        woken.trySend(Unit)
    }

    /** Sends what can be sent, hears what is new, and says when to come again: in so many milliseconds, if ever. */
    suspend fun pass(): Long? =
        passing.withLock {
            val core = core
            // What goes wrong with one thing keeps nobody from the next; nothing is lost, the next pass meets the same.
            val job = scope.launch {
                attempt { hear(core) }
                attempt { core.flush() }
                attempt { news(core) }
            }
            sending = job
            job.join()
            changed()
            var next: Long? = null
            attempt { next = core.nextFlushAt()?.let { (it - platform.clock.now()).coerceAtLeast(SOONEST) } }
            next
        }

    private fun news(core: Core) {
        for (report in core.changes()) {
            if (!tells) break
            device.tell(report.id, report.title, report.statusText)
            core.told(report.id)
        }
    }

    private suspend fun attempt(what: suspend () -> Unit) {
        try {
            what()
        } catch (_: CoreException) {
            return
        }
    }

    /** What the city says of itself, so that a report can be written without a network; now and then. */
    private suspend fun hear(core: Core) {
        val account = account()?.id ?: return
        val now = platform.clock.now()
        if (now - (heard[account] ?: Long.MIN_VALUE / 2) < HEARING) return
        // A city that does not answer is asked again before long, not at every turn.
        heard[account] = now - HEARING + HEARING_AGAIN
        core.refreshCity()
        heard[account] = now
    }

    /** Does something that no page takes along when it goes: a photo that was taken is kept. */
    fun keep(what: suspend () -> Unit): Job = scope.launch { what() }

    /** Whatever is under way for a screen ends with its model, and with the app. */
    fun scope(): CoroutineScope = CoroutineScope(SupervisorJob(scope.coroutineContext[Job]) + dispatcher)

    override fun close() = scope.cancel()

    /** The system wakes the app for what is left: no timer of its own outlives the screen. */
    private suspend fun passes() {
        for (asked in woken) pass()?.let(wakeIn)
    }

    private fun language() = chosenLanguage ?: systemLanguage

    private fun speaking(language: Language) =
        Speaking(Core.open(folder.resolve("core").toString(), language, platform), Words(language))

    companion object {
        const val DEFAULT_BUDGET = 50_000_000L

        /** How long what a city says of itself is taken as new, milliseconds. */
        private const val HEARING = 3_600_000L
        private const val HEARING_AGAIN = 300_000L

        /** The system is not woken sooner, milliseconds. */
        private const val SOONEST = 15_000L
    }
}
