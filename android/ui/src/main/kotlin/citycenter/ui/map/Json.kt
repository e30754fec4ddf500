package citycenter.ui.map

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toArgb

/** Maps, lists, texts, numbers and yes or no as JSON. */
internal fun json(value: Any?): String = when (value) {
    null -> "null"
    is Map<*, *> -> value.entries.joinToString(",", "{", "}") { (key, one) -> "${json(key.toString())}:${json(one)}" }
    is Iterable<*> -> value.joinToString(",", "[", "]", transform = ::json)
    is Number, is Boolean -> value.toString()
    else -> value.toString().map(::escaped).joinToString("", "\"", "\"")
}

private fun escaped(letter: Char): String = when {
    letter == '"' -> "\\\""
    letter == '\\' -> "\\\\"
    letter < ' ' -> "\\u%04x".format(letter.code)
    else -> letter.toString()
}

internal fun hex(colour: Color): String = "#%06x".format(colour.toArgb() and 0xFFFFFF)
