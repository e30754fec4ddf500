package citycenter.core

import citycenter.mobilecore.Core
import citycenter.mobilecore.DeedKind
import citycenter.mobilecore.HttpMethod
import citycenter.mobilecore.HttpRequest
import citycenter.mobilecore.Place
import java.nio.file.Files
import java.nio.file.Path
import java.util.UUID

/** Somebody of the city at a desk, who talks to the server without a phone. */
class Desk private constructor(private val token: String?) {
    private suspend fun ask(method: HttpMethod, path: String, body: String? = null): String {
        val headers = buildMap {
            put("Content-Type", "application/json")
            token?.let { put("Authorization", "Bearer $it") }
        }
        val url = "${Phone.server()}/api/v1/$path"
        val answer = http.send(HttpRequest(method, url, headers, body?.toByteArray(), emptyList()))
        val text = String(answer.body)
        check(answer.status.toInt() in 200..299) { "$path: ${answer.status} $text" }
        return text
    }

    /** The case as the server tells it. */
    suspend fun case(id: String): String = ask(HttpMethod.GET, "cities/${Phone.city()}/reports/$id")

    /** Gives a case to the master of lighting. */
    suspend fun give(id: String) {
        val people = ask(HttpMethod.GET, "cities/${Phone.city()}/desk/people")
        val master = Regex("""\{[^{}]*"id":"([^"]+)"[^{}]*"name":"Мастер освещения"""").find(people)!!.groupValues[1]
        change(id, "assignee", """"assignee":"$master"""")
    }

    suspend fun move(id: String, to: String) = change(id, "transitions", """"to":"$to"""")

    /** Asks the master of lighting for a part of the work. */
    suspend fun askPart(id: String, task: String) {
        val time = "%012x".format(System.currentTimeMillis())
        val part = "${time.take(8)}-${time.drop(8)}-7${UUID.randomUUID().toString().drop(15)}"
        change(id, "subtasks", """"id":"$part","department":"street-lighting","task":"$task"""")
    }

    private suspend fun change(id: String, what: String, words: String) {
        val version = Regex(""""version":(\d+),"viewer"""").find(case(id))!!.groupValues[1]
        ask(HttpMethod.POST, "cities/${Phone.city()}/reports/$id/$what", """{$words,"seen_version":$version}""")
    }

    companion object {
        private val http = HttpTransport()

        suspend fun of(login: String): Desk {
            val words = """{"login":"$login","password":"${Phone.PASSWORD}","city":"${Phone.city()}","client":"phone"}"""
            val session = Desk(null).ask(HttpMethod.POST, "sessions", words)
            return Desk(Regex(""""access_token":"([^"]+)"""").find(session)!!.groupValues[1])
        }

        /** A photo of a lamp, `lamp-before` or `lamp-after`: from the made-up cases of the demo. */
        fun photo(name: String): ByteArray = Files.readAllBytes(Path.of("../../cities/small-town/photos/$name.jpg"))

        /** Where the lamps of the master of lighting stand. */
        fun lamps(): List<Place> {
            val assets = Files.readString(Path.of("../../cities/small-town/assets.geojson"))
            val lamp = Regex(""""kind":\s*"lamp",\s*"department":\s*"street-lighting"[^\[]*\[\s*([\d.]+),\s*([\d.]+)""")
            return lamp.findAll(assets).map { Place(it.groupValues[2].toDouble(), it.groupValues[1].toDouble()) }.toList()
        }

        /** A dark lamp that somebody reported: its id. */
        suspend fun lamp(author: Core, photo: ByteArray = Phone.photo(), place: Place? = null): String =
            report(author, "road-street-lighting", photo, place)

        suspend fun report(author: Core, type: String, photo: ByteArray = Phone.photo(), place: Place? = null): String {
            val draft = author.newDraft()
            draft.putPin(place ?: author.city().center, null)
            draft.chooseType(type)
            draft.describe(Phone.WORDS)
            draft.addPhoto(photo)
            val id = author.enqueue(draft)
            author.flush()
            return id
        }

        /** The same, in the hands of the master of lighting. */
        suspend fun givenLamp(folder: Path): String {
            val author = Phone(folder).openAtHome()
            return lamp(author).also {
                of("lighting").give(it)
                author.close()
            }
        }

        /** A crew resolves it, with a photo. */
        suspend fun resolve(crew: Core, id: String, photo: ByteArray = Phone.photo()) {
            // What may be done after what waits is heard with the round.
            crew.refreshRound()
            crew.refreshCase(id)
            for (to in listOf("accepted", "in_progress")) {
                crew.enqueueDeed(crew.beginDeed(id, DeedKind.Move(to)))
            }
            val deed = crew.beginDeed(id, DeedKind.Move("resolved"))
            deed.addPhoto(photo, crew.city().center, System.currentTimeMillis())
            crew.enqueueDeed(deed)
            crew.flush()
            check(crew.waitingDeeds().isEmpty()) { "${crew.waitingDeeds()}" }
        }
    }
}
