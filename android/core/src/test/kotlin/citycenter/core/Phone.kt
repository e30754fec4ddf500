package citycenter.core

import citycenter.mobilecore.CityLink
import citycenter.mobilecore.Clock
import citycenter.mobilecore.Connectivity
import citycenter.mobilecore.Core
import citycenter.mobilecore.Draft
import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import citycenter.mobilecore.HttpResponse
import citycenter.mobilecore.Language
import citycenter.mobilecore.Network
import citycenter.mobilecore.Platform
import citycenter.mobilecore.SecretStore
import citycenter.mobilecore.Transport
import citycenter.mobilecore.TransportException
import citycenter.mobilecore.readLink
import java.awt.Color
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import javax.imageio.ImageIO
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import org.junit.jupiter.api.Assertions.assertTrue

/** A phone in the hand of a test: its clock runs when it is told to, its network fails on order. */
class Phone(private val folder: Path) : Clock, Connectivity, SecretStore, Transport {
    enum class Trouble { NONE, OFFLINE, RECEIPT_LOST, STUCK }

    private val http = HttpTransport()
    private val safe = ConcurrentHashMap<String, String>()

    /** Milliseconds that its clock is ahead. */
    @Volatile var ahead = 0L

    @Volatile var trouble = Trouble.NONE

    /** A request that is stuck has been sent. */
    @Volatile var stuck = CompletableDeferred<Unit>()

    private val platform = Platform(transport = this, clock = this, connectivity = this, secrets = this, push = null)

    /** What the phone does besides: camera, places, news. */
    val device = PlayedDevice()

    fun open(): Core = Core.open(folder.toString(), Language.EN, platform)

    /** The app as it starts, with the pages that were open when it ended. */
    fun app(language: Language = Language.EN, pages: Pages = Pages(emptyList()), home: String? = null) =
        App(folder, platform, device, language, pages, home)

    /** The app at home in the city of the tests. */
    suspend fun appAtHome(language: Language = Language.EN): App = app(language).also {
        it.core.addCityByLink(link())
        it.core.refreshCity()
        it.changed()
    }

    /** At home in the city of the tests. */
    suspend fun openAtHome(): Core = open().also { it.addCityByLink(link()) }

    override fun now() = System.currentTimeMillis() + ahead

    override fun network() = if (trouble == Trouble.OFFLINE) Network.NONE else Network.FREE

    override fun read(name: String) = safe[name]

    override fun write(name: String, value: String) {
        safe[name] = value
    }

    override fun remove(name: String) {
        safe.remove(name)
    }

    override suspend fun send(request: HttpRequest): HttpResponse {
        if (trouble == Trouble.OFFLINE) throw TransportException.NotConnected()
        val response = http.send(request)
        if (trouble == Trouble.STUCK) {
            stuck.complete(Unit)
            awaitCancellation()
        }
        if (trouble == Trouble.RECEIPT_LOST && request.method == HttpMethod.POST) throw TransportException.NoAnswer()
        return response
    }

    companion object {
        const val WORDS = "A hole, half a metre wide"

        /** Of every account of a demo; shown on its first page. */
        const val PASSWORD = "demo-city-2026"

        fun link(): CityLink = readLink("${server()}/c/${city()}", Language.EN)

        fun server(): String =
            System.getenv("CITY_BASE_URL") ?: error("set CITY_BASE_URL to a running server, http://127.0.0.1:8080")

        fun city(): String = System.getenv("CITY_SLUG") ?: "small-town"

        /** A report of the first kind that the city takes, in the middle of the city. */
        suspend fun write(core: Core): Draft {
            val draft = core.newDraft()
            draft.putPin(core.city().center, null)
            draft.chooseType(core.catalogue().categories.first().types.first().slug)
            draft.describe(WORDS)
            draft.addPhoto(photo())
            assertTrue(draft.step().maySend)
            return draft
        }

        fun photo(width: Int = 800, height: Int = 600): ByteArray {
            val picture = BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)
            val canvas = picture.createGraphics()
            canvas.color = Color.GRAY
            canvas.fillRect(0, 0, width, height)
            canvas.color = Color.DARK_GRAY
            canvas.fillOval(width / 3, height / 3, width / 3, height / 3)
            canvas.dispose()
            return ByteArrayOutputStream().also { ImageIO.write(picture, "jpg", it) }.toByteArray()
        }
    }
}
