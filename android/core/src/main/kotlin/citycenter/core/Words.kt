package citycenter.core

import citycenter.mobilecore.Language
import citycenter.mobilecore.count
import citycenter.mobilecore.say

/** What screens say, in one language. Keys are those of `locales/`; one that is missing says itself. */
class Words(val language: Language) {
    /** The string under [key] with its `{placeholders}` filled. */
    operator fun invoke(key: String, vararg values: Pair<String, Any>): String =
        say(language, key, values.associate { (name, value) -> name to value.toString() })

    /** A string that depends on a count, with `{count}` and the other placeholders filled. */
    fun count(key: String, count: Int, vararg values: Pair<String, Any>): String =
        count(language, key, count.toLong(), values.associate { (name, value) -> name to value.toString() })
}
