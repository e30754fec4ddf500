package citycenter.core

import citycenter.mobilecore.DeedKind

/** What is done, as a route keeps it: `move:resolved`. */
val DeedKind.text: String
    get() =
        when (this) {
            is DeedKind.Move -> "move:$to"
            is DeedKind.EndPart -> (if (done) "part-done:" else "part-declined:") + part
            DeedKind.MakeSafe -> "safe"
            DeedKind.AddInformation -> "information"
            DeedKind.Claim -> "claim"
            DeedKind.Support -> "support"
        }

/** What a text names; nothing for what no version of the app has written. */
fun readDeedKind(text: String): DeedKind? {
    val rest = text.substringAfter(':', "")
    return when (text.substringBefore(':')) {
        "move" -> DeedKind.Move(rest)
        "part-done" -> DeedKind.EndPart(rest, true)
        "part-declined" -> DeedKind.EndPart(rest, false)
        "safe" -> DeedKind.MakeSafe
        "information" -> DeedKind.AddInformation
        "claim" -> DeedKind.Claim
        "support" -> DeedKind.Support
        else -> null
    }
}
