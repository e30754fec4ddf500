package citycenter.ui.screen

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import citycenter.core.screen.receipt.Follow
import citycenter.core.screen.receipt.ReceiptEvent
import citycenter.core.screen.receipt.ReceiptState
import citycenter.mobilecore.Delivery
import citycenter.mobilecore.MyReport
import citycenter.mobilecore.Shape
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Badge
import citycenter.ui.part.Card
import citycenter.ui.part.DayRibbon
import citycenter.ui.part.GlyphButton
import citycenter.ui.part.Heading
import citycenter.ui.part.Icon
import citycenter.ui.part.LinkButton
import citycenter.ui.part.MainButton
import citycenter.ui.part.Notice
import citycenter.ui.part.NoticeKind
import citycenter.ui.part.Question
import citycenter.ui.part.SideButton

/** What became of a report that was handed over: it waits, it is there and who has it, or why not. */
@Composable
fun ReceiptScreen(state: ReceiptState, on: (ReceiptEvent) -> Unit) {
    val report = state.report
    BigPage(
        head = {
            Row(Modifier.fillMaxWidth().heightIn(min = 56.dp).padding(end = 4.dp), Arrangement.End) {
                GlyphButton("x", say("app_close"), { on(ReceiptEvent.Done) })
            }
        },
        below = report?.let { { Buttons(it, state, on) } },
    ) {
        when (report?.delivery) {
            Delivery.SENT -> Sent(report, state, on)
            Delivery.PARKED -> Parked(report, state, on)
            Delivery.WAITING, Delivery.SENDING -> Waiting(report, on)
            null -> Unit
        }
    }
    if (state.asks) {
        Question(
            say("app_discard_ask"), say("app_discard_text"), say("app_discard"),
            { on(ReceiptEvent.Discard) }, { on(ReceiptEvent.Ask(discard = false)) },
        )
    }
}

@Composable
private fun ColumnScope.Buttons(report: MyReport, state: ReceiptState, on: (ReceiptEvent) -> Unit) {
    when (report.delivery) {
        Delivery.SENT -> if (state.follow == Follow.ASKS) {
            MainButton(say("screen_receipt_follow"), { on(ReceiptEvent.Follow) }, glyph = "bell")
            LinkButton(say("app_receipt_done"), { on(ReceiptEvent.Done) })
        } else {
            MainButton(say("app_receipt_done"), { on(ReceiptEvent.Done) })
        }
        Delivery.PARKED -> {
            MainButton(say("app_revise"), { on(ReceiptEvent.Revise) }, glyph = "tool")
            LinkButton(say("app_retry"), { on(ReceiptEvent.Retry) }, glyph = "refresh")
        }
        Delivery.WAITING, Delivery.SENDING -> MainButton(say("app_receipt_done"), { on(ReceiptEvent.Done) })
    }
}

@Composable
private fun Sent(report: MyReport, state: ReceiptState, on: (ReceiptEvent) -> Unit) {
    val palette = LocalPalette.current
    BigColumn(say("screen_receipt_title"), seal = { Badge(Shape.RESOLVED, size = 72.dp) }) {
        report.number?.let { number ->
            Text(
                say("screen_receipt_number", "number" to number),
                Modifier.fillMaxWidth().semantics { liveRegion = LiveRegionMode.Polite },
                palette.ink2,
                style = MaterialTheme.typography.titleSmall,
                textAlign = TextAlign.Center,
            )
        }
        Promise(report, state)
        Next()
        when (state.follow) {
            Follow.ASKS -> Unit
            Follow.TOLD -> Notice(say("app_receipt_told"), glyph = "bell")
            Follow.REFUSED -> Notice(say("app_receipt_not_told"), kind = NoticeKind.LOOK, glyph = "bell-off") {
                SideButton(
                    say("app_wizard_permissions"),
                    { on(ReceiptEvent.Permissions) },
                    glyph = "adjustments-horizontal",
                )
            }
        }
        SideButton(say("action_open_page"), { on(ReceiptEvent.Open) }, glyph = "eye")
        if (report.url != null) SideButton(say("action_share"), { on(ReceiptEvent.Share) }, glyph = "share")
        SideButton(say("screen_receipt_again"), { on(ReceiptEvent.Again) }, glyph = "plus")
    }
}

/** Who has it, and by when. */
@Composable
private fun Promise(report: MyReport, state: ReceiptState) {
    val palette = LocalPalette.current
    val seen = state.seen
    Card {
        Text(say("screen_receipt_who"), style = MaterialTheme.typography.bodySmall, color = palette.ink2)
        Row(horizontalArrangement = Arrangement.spacedBy(10.dp)) {
            Icon("building-community", size = 24.dp, colour = palette.accent)
            Text(
                report.department.orEmpty(),
                Modifier.weight(1f),
                palette.ink,
                style = MaterialTheme.typography.titleMedium,
            )
        }
        if (seen == null) {
            Text(report.text, style = MaterialTheme.typography.bodyLarge)
        } else {
            Text(seen.routedBecause, style = MaterialTheme.typography.bodyMedium, color = palette.ink2)
            HorizontalDivider(color = palette.line)
            val ink = if (seen.shape == Shape.DANGER) dangerInk else palette.ink
            Text(seen.due.lead, style = MaterialTheme.typography.titleLarge, color = ink)
            DayRibbon(seen.due.ribbon, seen.shape)
            if (seen.due.rest.isNotBlank()) Text(
                seen.due.rest,
                style = MaterialTheme.typography.bodyMedium,
                color = palette.ink2,
            )
        }
    }
}

@Composable
private fun Next() {
    Heading(say("screen_receipt_next"))
    STEPS.forEachIndexed { at, key ->
        Row(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
            val round = with(LocalDensity.current) { 28.sp.toDp() }
            Box(Modifier.size(round).background(LocalPalette.current.lampSoft, CircleShape), Alignment.Center) {
                Text("${at + 1}", style = MaterialTheme.typography.labelSmall, color = LocalPalette.current.ink)
            }
            Text(
                say(key),
                Modifier.weight(1f).padding(top = 2.dp),
                LocalPalette.current.ink,
                style = MaterialTheme.typography.bodyLarge,
            )
        }
    }
}

private val STEPS = listOf("screen_receipt_next_work", "screen_receipt_next_check", "screen_receipt_next_done")

@Composable
private fun Waiting(report: MyReport, on: (ReceiptEvent) -> Unit) {
    val sending = report.delivery == Delivery.SENDING
    BigColumn(
        say(if (sending) "app_receipt_sending_title" else "app_receipt_waiting_title"),
        seal = { Seal(if (sending) "send" else "device-mobile") },
    ) {
        if (!sending) Centred(say("app_receipt_waiting"))
        What(report)
        SideButton(say("screen_waiting_send"), { on(ReceiptEvent.Retry) }, glyph = "refresh", enabled = !sending)
        SideButton(say("screen_receipt_again"), { on(ReceiptEvent.Again) }, glyph = "plus")
    }
}

@Composable
private fun Parked(report: MyReport, state: ReceiptState, on: (ReceiptEvent) -> Unit) {
    BigColumn(say("app_receipt_parked_title"), seal = { Seal("alert-triangle") }) {
        state.refusal?.let { Notice(it, kind = NoticeKind.LOOK, glyph = "alert-triangle") }
        Centred(say("app_receipt_parked_safe"))
        What(report)
        LinkButton(say("app_discard"), { on(ReceiptEvent.Ask(discard = true)) }, glyph = "trash", colour = dangerInk)
    }
}

@Composable
private fun What(report: MyReport) {
    Card {
        Text(report.title ?: say("draft_untitled"), style = MaterialTheme.typography.titleSmall)
        report.address?.let { Text(it, style = MaterialTheme.typography.bodyMedium, color = LocalPalette.current.ink2) }
    }
}

@Composable
private fun Seal(glyph: String) {
    Box(
        Modifier.size(72.dp).background(LocalPalette.current.lampSoft, MaterialTheme.shapes.extraLarge),
        Alignment.Center,
    ) {
        Icon(glyph, size = 36.dp, colour = LocalPalette.current.ink)
    }
}

@Composable
private fun Centred(text: String) {
    Text(
        text,
        Modifier.fillMaxWidth().semantics { liveRegion = LiveRegionMode.Polite },
        LocalPalette.current.ink2,
        style = MaterialTheme.typography.bodyLarge,
        textAlign = TextAlign.Center,
    )
}
