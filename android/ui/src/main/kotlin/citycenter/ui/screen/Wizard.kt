package citycenter.ui.screen

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.Page
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Question
import citycenter.ui.part.SideButton

/** Writing a report, page by page: how far it is above, one filled button below. */
@Composable
fun WizardScreen(state: WizardState, on: (WizardEvent) -> Unit) {
    val page = state.page
    BigPage(
        head = { Head(state, on) },
        below = if (page == null) null else ({ Below(state, page, on) }),
    ) {
        if (page != null) key(page, state.near != null) { PageOf(state, page, on) }
    }
    if (state.asks) {
        Question(
            say("app_discard_ask"), say("app_discard_text"), say("app_discard"),
            { on(WizardEvent.Discard) }, { on(WizardEvent.Ask(discard = false)) },
        )
    }
}

/** A page whose title is large and goes along with what it shows. */
@Composable
internal fun BigPage(
    head: @Composable () -> Unit,
    below: (@Composable ColumnScope.() -> Unit)?,
    content: @Composable () -> Unit,
) {
    val palette = LocalPalette.current
    Column(Modifier.fillMaxSize().background(palette.page).windowInsetsPadding(WindowInsets.safeDrawing).imePadding()) {
        head()
        Box(Modifier.weight(1f).fillMaxWidth()) { content() }
        if (below != null) {
            HorizontalDivider(color = palette.line)
            Box(Modifier.fillMaxWidth().background(palette.surface), Alignment.Center) {
                Column(
                    Modifier.widthIn(max = READABLE).fillMaxWidth().padding(horizontal = 16.dp, vertical = 10.dp),
                    Arrangement.spacedBy(2.dp),
                    Alignment.CenterHorizontally,
                    below,
                )
            }
        }
    }
}

/** What a page shows under its large title, below a seal if it has one. Screen readers hear the title when it comes. */
@Composable
internal fun BigColumn(
    title: String,
    seal: (@Composable () -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    Box(
        Modifier.fillMaxSize().semantics { paneTitle = title }.verticalScroll(rememberScrollState()),
        Alignment.TopCenter,
    ) {
        Column(
            Modifier.widthIn(max = READABLE).fillMaxWidth().padding(
                start = 16.dp,
                top = 4.dp,
                end = 16.dp,
                bottom = 24.dp,
            ),
            Arrangement.spacedBy(14.dp),
        ) {
            if (seal == null) {
                BigTitle(title)
            } else {
                Box(Modifier.align(Alignment.CenterHorizontally)) { seal() }
                BigTitle(title, Modifier.fillMaxWidth(), TextAlign.Center)
            }
            content()
        }
    }
}

@Composable
internal fun BigTitle(title: String, modifier: Modifier = Modifier, align: TextAlign = TextAlign.Start) {
    Text(
        title,
        modifier.semantics { heading() },
        style = MaterialTheme.typography.headlineMedium,
        color = LocalPalette.current.ink,
        textAlign = align,
    )
}

@Composable
private fun PageOf(state: WizardState, page: Page, on: (WizardEvent) -> Unit) {
    val title = state.step?.pages?.find { it.page == page }?.title.orEmpty()
    when {
        state.near != null -> NearPage(state, on)
        page == Page.PHOTOS -> PhotosPage(title, state, on)
        page == Page.PLACE -> PlacePage(title, state, on)
        page == Page.CATEGORY -> CategoryPage(title, state, on)
        page == Page.TYPE -> TypePage(title, state, on)
        page == Page.QUESTIONS -> QuestionsPage(title, state, on)
        else -> SendPage(title, state, on)
    }
}

@Composable
private fun Head(state: WizardState, on: (WizardEvent) -> Unit) {
    val pages = state.step?.pages.orEmpty().map { it.page }
    val number = pages.indexOf(state.page) + 1
    Row(
        Modifier.fillMaxWidth().heightIn(min = 56.dp).padding(start = 4.dp, end = 16.dp),
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        if (state.isFirst || state.page == null) {
            GlyphButton("x", say("app_close"), { on(WizardEvent.Close) })
        } else {
            GlyphButton("arrow-left", say("app_back"), { on(WizardEvent.Back) })
        }
        if (number > 0) {
            Steps(number, pages.size, Modifier.weight(1f))
            Text(
                say("screen_wizard_step_short", "step" to number, "steps" to pages.size),
                style = MaterialTheme.typography.bodySmall,
                color = LocalPalette.current.ink2,
            )
        }
    }
}

/** One segment a page; the lamp stands where one is. */
@Composable
private fun Steps(number: Int, count: Int, modifier: Modifier) {
    val palette = LocalPalette.current
    val words = say("screen_wizard_step", "step" to number, "steps" to count)
    Canvas(modifier.height(16.dp).semantics { contentDescription = words }) {
        val gap = 5.dp.toPx()
        val thick = 6.dp.toPx()
        val round = CornerRadius(thick / 2)
        val wide = (size.width - gap * (count - 1)) / count
        val middle = size.height / 2
        repeat(count) { at ->
            val colour = if (at < number) palette.accent else palette.line
            drawRoundRect(colour, Offset(at * (wide + gap), middle - thick / 2), Size(wide, thick), round)
        }
        val lamp = Offset((number * (wide + gap) - gap).coerceAtMost(size.width - 8.dp.toPx()), middle)
        drawCircle(palette.accent, 8.dp.toPx(), lamp)
        drawCircle(palette.lamp, 5.dp.toPx(), lamp)
    }
}

@Composable
private fun ColumnScope.Below(state: WizardState, page: Page, on: (WizardEvent) -> Unit) {
    val near = state.near
    when {
        near != null -> NearButtons(near, on)
        page == Page.PHOTOS && state.sheet?.photos.isNullOrEmpty() && state.photos.making.isEmpty() -> {
            MainButton(say("screen_wizard_photo_take"), { on(WizardEvent.TakePhoto) }, glyph = "camera")
            LinkButton(say("app_wizard_photo_without"), { on(WizardEvent.Next) })
        }
        page == Page.SEND -> SendButton(state, on)
        page == Page.CATEGORY && state.step?.category == null -> Unit
        page == Page.TYPE && state.step?.chosen == null -> Unit
        else -> MainButton(say("action_next"), { on(WizardEvent.Next) }, busy = state.busy)
    }
    if (near == null && state.step?.danger == null && page != Page.SEND && page != Page.QUESTIONS) Urgent(state, on)
}

/** Whoever sees danger to life calls first. */
@Composable
private fun Urgent(state: WizardState, on: (WizardEvent) -> Unit) {
    val phone = state.emergencyPhone ?: return
    // Large letters leave room for the page itself.
    val isLarge = LocalDensity.current.fontScale > 1.3f
    LinkButton(
        if (isLarge) say("action_call", "phone" to phone) else "${say("screen_wizard_danger")} $phone",
        { on(WizardEvent.Call(phone)) },
        glyph = "phone-call",
        colour = LocalPalette.current.of(Shape.DANGER).ink,
    )
}

/** What to do at once, where there is danger. */
@Composable
internal fun Danger(state: WizardState, on: (WizardEvent) -> Unit) {
    val danger = state.step?.danger ?: return
    Notice(danger.text, kind = NoticeKind.DANGER, glyph = "alert-triangle") {
        SideButton(danger.button, { on(WizardEvent.Call(danger.phone)) }, glyph = "phone-call")
    }
}

/** Lines do not grow longer than can be read. */
internal val READABLE = 640.dp
