@file:OptIn(ExperimentalTestApi::class)

package citycenter.ui

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.Density
import citycenter.core.App
import citycenter.core.Phone
import citycenter.mobilecore.Language
import citycenter.ui.desktop.DesktopPictures
import citycenter.ui.desktop.onest
import citycenter.ui.desktop.CanvasMap
import citycenter.ui.map.LocalMapSlot
import citycenter.ui.part.LocalPictures
import java.io.File
import java.nio.file.Files
import javax.imageio.ImageIO
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertTrue

/** How a screen is looked at. */
data class Look(val dark: Boolean = false, val type: Float = 1f, val contrast: Boolean = false) {
    override fun toString() =
        (if (contrast) "contrast-" else "") + (if (dark) "dark" else "light") + (if (type > 1f) "-large" else "-normal")
}

/**
 * A person with a phone: presses what they read, types, and sees. The app is whole, the core and the server are
 * real. Pictures are taken where a story says so, when `TOUR_DIR` says where to.
 */
class Hand(private val test: ComposeUiTest, val phone: Phone, val app: App) {
    private var look by mutableStateOf(Look())
    val words get() = app.words

    fun open() = test.setContent {
        val density = Density(DENSITY, look.type)
        CompositionLocalProvider(
            LocalDensity provides density,
            LocalMapSlot provides CanvasMap(app),
            LocalPictures provides DesktopPictures(app),
        ) {
            Box(Modifier.fillMaxSize()) { CityApp(app, onest, look.dark, look.contrast) }
        }
    }

    /** Presses what bears the words of [key], after scrolling there. */
    fun press(key: String, vararg values: Pair<String, Any>) = pressText(words(key, *values))

    fun pressText(text: String, substring: Boolean = false) {
        find(if (substring) hasClickAction() and hasText(text, substring = true) else pressed(text)).performClick()
        test.waitForIdle()
    }

    /** Presses the last that bears the words of [key]: that of a dialog, which stands above its page. */
    fun pressLast(key: String) {
        find(pressed(words(key)))
        test.onAllNodes(pressed(words(key))).onLast().performClick()
        test.waitForIdle()
    }

    /** Types into the field that bears the words of [key]. */
    fun type(key: String, text: String) {
        find(hasSetTextAction() and hasContentDescription(words(key))).performTextReplacement(text)
        test.waitForIdle()
    }

    /** Types letter by letter, without waiting for what comes of one before the next. */
    fun typeFast(key: String, text: String) {
        val field = find(hasSetTextAction() and hasContentDescription(words(key)))
        test.mainClock.autoAdvance = false
        for (letter in text) {
            field.performTextInput(letter.toString())
            test.mainClock.advanceTimeByFrame()
        }
        test.mainClock.autoAdvance = true
    }

    /** Waits until the words of [key] are seen. */
    fun sees(key: String, vararg values: Pair<String, Any>) = seesText(words(key, *values))

    fun seesText(text: String) {
        find(hasText(text, substring = true) or hasContentDescription(text, substring = true))
    }

    /** Waits until nothing bears the words of [key]. */
    fun seesNo(key: String) {
        val text = words(key)
        wait("no “$text”") { test.onAllNodes(hasText(text, substring = true)).fetchSemanticsNodes().isEmpty() }
    }

    /** Waits for something that is not a screen's. */
    fun wait(what: String, condition: () -> Boolean) {
        try {
            test.waitUntil(timeoutMillis = PATIENCE) { condition() }
        } catch (e: androidx.compose.ui.test.ComposeTimeoutException) {
            throw AssertionError("waited for $what in vain; there is:\n${said()}", e)
        }
    }

    /** What stands on the screen, in the order of a screen reader. */
    fun said(): String =
        test.onAllNodes(SemanticsMatcher("says something") { wordsOf(it).isNotBlank() }).fetchSemanticsNodes()
            .joinToString("\n") { wordsOf(it) }

    /** The first that fits, waited for and scrolled to. */
    fun find(what: SemanticsMatcher): SemanticsNodeInteraction {
        wait(what.description) { test.onAllNodes(what).fetchSemanticsNodes().isNotEmpty() || scrolledTo(what) }
        val node = test.onAllNodes(what).onFirst()
        try {
            node.performScrollTo()
        } catch (_: AssertionError) {
            // It does not stand in anything that scrolls.
        }
        return node
    }

    private fun scrolledTo(what: SemanticsMatcher): Boolean {
        val lists = test.onAllNodes(hasScrollToNodeAction())
        return lists.fetchSemanticsNodes().indices.any { list ->
            try {
                lists[list].performScrollToNode(what)
                true
            } catch (_: AssertionError) {
                false
            }
        }
    }

    private fun pressed(text: String) =
        (hasClickAction() or SemanticsMatcher.keyIsDefined(SemanticsActions.OnClick)) and
            (hasText(text, substring = false) or hasContentDescription(text))

    /** Looks at what is on the screen: everything that is pressed has words and room; and the pictures of a tour. */
    fun picture(name: String) {
        test.waitForIdle()
        val folder = System.getenv("TOUR_DIR")
        val looks = if (folder == null) listOf(Look(), Look(type = 2f), Look(contrast = true)) else LOOKS
        for (one in looks) {
            look = one
            test.waitForIdle()
            check(name, one)
            if (folder != null) save(File(folder, "android/$name-${words.language.name.lowercase()}-$one.png"))
        }
        look = Look()
        test.waitForIdle()
    }

    private fun check(name: String, look: Look) {
        val pressable = test.onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsActions.OnClick)).fetchSemanticsNodes()
        for (node in pressable) {
            val words = wordsOf(node)
            assertTrue(words.isNotBlank(), "$name, $look: something that is pressed has no words, at ${node.boundsInRoot}")
            val seen = node.boundsInRoot
            if (seen.isEmpty || node.config.getOrNull(SemanticsProperties.Role) == Role.Image) continue
            val touch = node.touchBoundsInRoot
            val smallest = minOf(touch.width, touch.height) / DENSITY
            assertTrue(smallest > 47.5f || isCut(node), "$name, $look: “$words” is $smallest dp small")
        }
        for (node in test.onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsActions.GetTextLayoutResult)).fetchSemanticsNodes()) {
            val layouts = mutableListOf<TextLayoutResult>()
            node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(layouts)
            val cut = layouts.filter { it.size.height + 2 < it.multiParagraph.height && it.layoutInput.overflow == TextOverflow.Clip }
            assertTrue(cut.isEmpty(), "$name, $look: “${cut.firstOrNull()?.layoutInput?.text}” is cut")
        }
        val unknown = said().lines().filter { it.matches(Regex("[a-z]+(_[a-z0-9]+)+")) }
        assertTrue(unknown.isEmpty(), "$name: words are missing: $unknown")
    }

    /** What a list shows half of is whole after scrolling. */
    private fun isCut(node: SemanticsNode) =
        node.boundsInRoot.height + 1 < node.size.height || node.boundsInRoot.width + 1 < node.size.width

    private fun save(file: File) {
        Files.createDirectories(file.parentFile.toPath())
        // A dialog is a root of its own above the page's.
        ImageIO.write(test.onAllNodes(isRoot()).onLast().captureToImage().toAwtImage(), "png", file)
    }

    companion object {
        private const val DENSITY = 2f
        private const val PATIENCE = 30_000L
        private val LOOKS = listOf(
            Look(), Look(dark = true), Look(type = 2f), Look(dark = true, type = 2f), Look(contrast = true),
            Look(dark = true, contrast = true),
        )

        private fun wordsOf(node: SemanticsNode): String {
            val own = listOf(node) + (if (node.config.isMergingSemanticsOfDescendants) emptyList() else node.children.filter { !it.config.contains(SemanticsActions.OnClick) })
            return own.flatMap { one ->
                one.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() +
                    one.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } +
                    listOfNotNull(one.config.getOrNull(SemanticsProperties.EditableText)?.text)
            }.filter(String::isNotBlank).joinToString(" ")
        }
    }
}

/** A story of a person with a phone of 390 by 844, told in each language when a tour is made. */
fun story(atHome: Boolean = true, tell: suspend Hand.() -> Unit) {
    val languages = if (System.getenv("TOUR_DIR") == null) listOf(Language.EN) else listOf(Language.RU, Language.EN)
    for (language in languages) {
        val folder = Files.createTempDirectory("phone")
        val phone = Phone(folder)
        val app = runBlocking { if (atHome) phone.appAtHome(language) else phone.app(language) }
        try {
            runDesktopComposeUiTest(width = 780, height = 1688) {
                val hand = Hand(this, phone, app)
                hand.open()
                runBlocking { hand.tell() }
            }
        } finally {
            app.close()
            folder.toFile().deleteRecursively()
        }
    }
}
