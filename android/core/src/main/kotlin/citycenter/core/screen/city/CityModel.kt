package citycenter.core.screen.city

import citycenter.core.App
import citycenter.core.Model
import citycenter.mobilecore.CityLink
import citycenter.mobilecore.CoreException
import citycenter.mobilecore.readLink

/** The way into a city. Nothing is asked of a server before its name was shown and agreed to. */
class CityModel(app: App, link: String) : Model<CityState, CityEvent>(app, CityState()) {
    init {
        if (link.isNotBlank()) type(link)
        work { show { it.copy(known = core.accounts()) } }
    }

    override fun on(event: CityEvent) {
        when (event) {
            is CityEvent.Type -> type(event.text)
            CityEvent.Agree -> add()
            is CityEvent.Choose -> work {
                core.choose(event.account)
                enter(CityLink("", null, null, null, emptyList()))
            }
            CityEvent.Back -> app.pages.back()
        }
    }

    private fun type(text: String) = show { it.copy(text = text, link = read(text), wrong = null) }

    /** People leave out what an address begins with. */
    private fun read(text: String): CityLink? {
        val address = text.trim()
        if (address.isEmpty()) return null
        return try {
            readLink(if ("://" in address) address else "https://$address", words.language)
        } catch (_: CoreException) {
            null
        }
    }

    private fun add() {
        val link = state.value.link ?: return show { it.copy(wrong = words("app_city_unreadable")) }
        show { it.copy(busy = true, wrong = null) }
        work({ trouble -> show { it.copy(busy = false, wrong = trouble) } }) {
            try {
                core.addCityByLink(link)
            } catch (e: CoreException.Rejected) {
                return@work show { it.copy(busy = false, wrong = words("app_city_not_found")) }
            } catch (e: CoreException.Offline) {
                return@work show { it.copy(busy = false, wrong = words("app_city_no_answer", "server" to link.server)) }
            }
            enter(link)
        }
    }

    private fun enter(link: CityLink) {
        app.changed()
        app.wake()
        app.begin(link)
    }
}
