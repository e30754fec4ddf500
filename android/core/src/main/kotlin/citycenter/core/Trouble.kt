package citycenter.core

import citycenter.mobilecore.CoreException
import citycenter.mobilecore.RefusalCode

/** What went wrong and what to do, in words. */
fun Words.trouble(error: CoreException): String =
    when (error) {
        is CoreException.Offline -> this("app_trouble_offline")
        is CoreException.SignedOut -> this("app_trouble_signed_out")
        is CoreException.Conflict -> this("app_trouble_conflict")
        is CoreException.Rejected ->
            error.fields.firstOrNull { it.message.isNotBlank() }?.message ?: this("app_trouble_${kind(error.code)}")
        is CoreException.Storage ->
            if (error.detail == "full") this("app_trouble_full") else this("app_trouble_storage", "code" to error.detail)
    }

private fun kind(code: RefusalCode): String =
    when (code) {
        RefusalCode.FORBIDDEN, RefusalCode.UNAUTHORIZED -> "forbidden"
        RefusalCode.NOT_FOUND -> "not_found"
        RefusalCode.TOO_LARGE, RefusalCode.UNSUPPORTED_MEDIA -> "file"
        RefusalCode.RATE_LIMITED, RefusalCode.BANNED -> "later"
        RefusalCode.CONFLICT, RefusalCode.VERSION_CONFLICT -> "conflict"
        RefusalCode.UNAVAILABLE, RefusalCode.INTERNAL -> "server"
        RefusalCode.BAD_REQUEST, RefusalCode.INVALID -> "refused"
    }
