package citycenter.ui.screen

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import citycenter.core.screen.wizard.WizardEvent
import citycenter.core.screen.wizard.WizardState
import citycenter.mobilecore.Question
import citycenter.mobilecore.QuestionKind
import citycenter.ui.look.LocalPalette
import citycenter.ui.look.say
import citycenter.ui.part.Card
import citycenter.ui.part.Field
import citycenter.ui.part.RadioRow

/** What the type asks. */
@Composable
internal fun QuestionsPage(title: String, state: WizardState, on: (WizardEvent) -> Unit) {
    BigColumn(title) {
        Danger(state, on)
        for (question in state.step?.chosen?.questions.orEmpty()) {
            key(question.id) {
                val wrong = state.wrong["answers.${question.id}"]
                Asked(question, state.answers[question.id].orEmpty(), wrong) { on(WizardEvent.Answer(question.id, it)) }
            }
        }
    }
}

@Composable
private fun Asked(question: Question, answer: String, wrong: String?, onAnswer: (String) -> Unit) {
    val how = if (question.required) "screen_wizard_answer_important" else "common_optional"
    val label = "${question.title} (${say(how)})"
    when (question.kind) {
        QuestionKind.CHOICE -> Choices(label, question, answer, wrong, onAnswer)
        QuestionKind.NUMBER -> {
            val (min, max) = question.min to question.max
            val range = if (min == null || max == null) null else say(
                "screen_wizard_answer_from_to",
                "min" to min,
                "max" to max,
            )
            Field(label, answer, onAnswer, hint = range, wrong = wrong, keyboard = KeyboardType.Number)
        }
        QuestionKind.TEXT -> Field(label, answer, onAnswer, wrong = wrong)
    }
}

/** Whoever presses what is chosen takes it back. */
@Composable
private fun Choices(label: String, question: Question, answer: String, wrong: String?, onAnswer: (String) -> Unit) {
    val palette = LocalPalette.current
    Column {
        Text(
            label,
            Modifier.padding(bottom = 6.dp).semantics { heading() },
            palette.ink,
            style = MaterialTheme.typography.labelMedium,
        )
        Card {
            Column(Modifier.selectableGroup()) {
                for (option in question.options) {
                    val chosen = option.id == answer
                    RadioRow(option.title, chosen, { onAnswer(if (chosen) "" else option.id) })
                }
            }
        }
        if (wrong != null) Text(
            wrong,
            Modifier.padding(top = 6.dp),
            dangerInk,
            style = MaterialTheme.typography.bodyMedium,
        )
    }
}
