package citycenter.core.screen.receipt

sealed interface ReceiptEvent {
    /** Asks to be told what becomes of it. */
    data object Follow : ReceiptEvent

    /** The system's page of this app's permissions. */
    data object Permissions : ReceiptEvent

    data object Share : ReceiptEvent

    /** Opens its own page. */
    data object Open : ReceiptEvent

    /** Writes another report. */
    data object Again : ReceiptEvent

    data object Done : ReceiptEvent

    /** Sends it now, or once more as it is. */
    data object Retry : ReceiptEvent

    /** Changes what was refused. */
    data object Revise : ReceiptEvent

    /** Asks whether to throw it away; `false` asks no more. */
    data class Ask(val discard: Boolean) : ReceiptEvent

    data object Discard : ReceiptEvent
}
