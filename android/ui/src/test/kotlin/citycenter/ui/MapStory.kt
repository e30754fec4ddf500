@file:OptIn(ExperimentalTestApi::class)

package citycenter.ui

import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.ImageBitmap
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.click
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.requestFocus
import citycenter.core.Phone
import citycenter.core.Route
import citycenter.core.Whereabouts
import citycenter.core.map.Spot
import citycenter.core.map.Viewport
import citycenter.core.screen.map.MapState
import citycenter.mobilecore.MapFilter
import citycenter.mobilecore.Place
import citycenter.mobilecore.ReportCard
import citycenter.mobilecore.Shape
import citycenter.ui.look.Palette
import java.nio.file.Files
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The first page: the map of the city, and the list of the same. */
class MapStory {
    /** What the page keeps of itself. */
    private val Hand.map get() = app.left["map"] as? MapState

    private fun Hand.listed(what: (MapState) -> Boolean = { true }): List<ReportCard> {
        wait("the list") { map?.run { listing.reports != null && !listing.busy && what(this) } == true }
        return map?.listing?.reports.orEmpty()
    }

    private fun Hand.canvas() = find(hasContentDescription(words("screen_map_label"), substring = true))

    private fun ImageBitmap.shows(colour: Color): Boolean {
        val pixels = toPixelMap()
        return (0 until height step 3).any { y -> (0 until width step 3).any { x -> pixels[x, y] == colour } }
    }

    @Test
    fun `the list is what the map shows, narrowed by the same filters`() = story {
        listed()
        wait("pins on the map") { canvas().captureToImage().shows(Palette.of(dark = false).of(Shape.RESOLVED).fill) }
        picture("map")
        val group = checkNotNull(map).categories.first()
        pressText(group.title)
        val here = listed { it.filter.category == group.slug }
        press("screen_map_view_list")
        seesText(words.count("screen_map_here", here.size))
        here.take(3).forEach { seesText(it.title) }
        picture("map-list")
        pressText(words.count("app_map_filters_on", 1))
        pressLast("status_resolved")
        picture("map-filters")
        press("app_back")
        val closed = listed { it.filter.shapes == listOf(Shape.RESOLVED) }
        assertTrue(closed.all { it.shape == Shape.RESOLVED })
        seesText(words.count("screen_map_here", closed.size))
    }

    @Test
    fun `a pin that is pressed shows its card, and the card its page`() = story {
        val card = listed { it.types.isNotEmpty() }.first { one -> one.photo != null }
        // Where a person would bring the map with their fingers.
        val type = checkNotNull(map).types.getValue(card.title)
        type("app_map_search", card.number)
        find(hasText(words("common_number", "number" to card.number)) and hasClickAction()).performClick()
        wait("the card") { map?.chosen?.report != null }
        seesText(words("common_number", "number" to card.number))
        picture("map-card")
        press("common_close")
        wait("no card") { map?.chosen == null }
        val at = Spot.of(card.place)
        // Its tile takes a moment: the place is pressed now and then, until there is a pin.
        var pressed = 0L
        wait("the pin of a ${type.type}") {
            val now = System.currentTimeMillis()
            if (now - pressed > 1000) {
                pressed = now
                val view = checkNotNull(map).run { Viewport.showing(checkNotNull(camera), checkNotNull(bounds)) }
                canvas().performTouchInput { click(Offset(view.x(at).toFloat(), view.y(at).toFloat() - 15f) * 2f) }
            }
            map?.chosen?.report != null
        }
        press("app_map_open")
        assertEquals(Route.Report(checkNotNull(map?.chosen).pin.id), app.pages.open.value.last())
    }

    @Test
    fun `keys move the map, and the list goes with it`() = story {
        listed()
        val before = checkNotNull(map?.camera)
        canvas().requestFocus()
        canvas().performKeyInput {
            pressKey(Key.DirectionRight)
            pressKey(Key.Minus)
        }
        wait("the map a step to the east and farther off") {
            map?.camera?.run { place.lon > before.place.lon && zoom == before.zoom - 1 } == true
        }
        listed()
    }

    @Test
    fun `a report far away is found by its number`() = story {
        val author = Phone(Files.createTempDirectory("author")).openAtHome()
        val draft = author.newDraft()
        draft.putPin(Place(57.6241, 36.4063), null)
        draft.chooseType("road-street-lighting")
        val id = author.enqueue(draft)
        val number = checkNotNull(author.flush().single().number)
        listed()
        type("app_map_search", "№ $number")
        find(hasText(words("common_number", "number" to number)) and hasClickAction()).performClick()
        wait("its page") { app.pages.open.value.last() == Route.Report(id) }
    }

    @Test
    fun `an address is found by typing`() = story {
        val street = checkNotNull(listed().first { it.address != null }.address).substringBefore(',')
        type("app_map_search", street)
        wait("places") { map?.search?.found?.isNotEmpty() == true }
        picture("map-search")
        val found = checkNotNull(map?.search?.found).first()
        find(hasText(found.title) and hasClickAction() and !hasSetTextAction()).performClick()
        wait("the map there") { map?.camera?.place == found.place }
    }

    @Test
    fun `without a network there is what was seen, and it is said`() = story {
        listed()
        phone.trouble = Phone.Trouble.OFFLINE
        press("screen_map_view_list")
        app.changed()
        wait("what was kept") { map?.listing?.kept != null }
        seesText(checkNotNull(map?.listing?.kept))
        picture("map-offline")
        press("screen_map_view_map")
        seesText(checkNotNull(map?.listing?.kept))
    }

    @Test
    fun `who does not say where they are is told what to do`() = story {
        listed()
        phone.device.where = Whereabouts.Denied
        press("map_locate")
        sees("app_map_refused")
        picture("map-denied")
        press("app_map_permissions")
        assertEquals(listOf("permissions"), phone.device.asked)
        press("common_close")
        seesNo("app_map_refused")
    }

    @Test
    fun `where nothing was reported it is quiet, and the whole city is a press away`() = story {
        listed()
        press("screen_map_view_list")
        pressText(words("filter_all"))
        pressLast("status_declined")
        pressLast("status_danger")
        press("app_back")
        val group = checkNotNull(map).categories.last()
        pressText(group.title)
        listed { it.filter.category == group.slug && it.listing.reports?.isEmpty() == true }
        sees("filter_empty_title")
        picture("map-empty")
        press("action_whole_city")
        wait("the whole city") { map?.camera?.zoom == 11.5 }
        press("filter_reset")
        assertTrue(listed { it.filter == MapFilter() }.isNotEmpty())
        press("action_report_short")
        wait("the wizard") { app.pages.open.value.last() is Route.Wizard }
    }
}
