package citycenter.core.screen.wizard

import citycenter.mobilecore.Question
import citycenter.mobilecore.QuestionKind

/** What is wrong with an answer, as the city calls it; nothing with none. */
fun Question.wrong(answer: String): String? {
    val text = answer.trim()
    if (text.isEmpty()) return null
    return when (kind) {
        QuestionKind.CHOICE -> "unknown_option".takeIf { options.none { it.id == text } }
        QuestionKind.NUMBER -> {
            val number = text.toIntOrNull() ?: return "not_a_number"
            "out_of_range".takeIf { number < (min ?: number) || number > (max ?: number) }
        }
        QuestionKind.TEXT -> "too_long".takeIf { text.length > ANSWER_MAX }
    }
}

private const val ANSWER_MAX = 500
