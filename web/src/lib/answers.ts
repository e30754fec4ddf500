// Answers to the questions of an issue type: which are still open, which cannot be, which are sent.
import type { Question } from './api'

/** By the question's id. Null is “I don't know”: it was asked, and nothing is sent. */
export type Answers = Record<string, string | null>

export const ANSWER_MAX = 500
/** More options than this are a list to open, not buttons to read through. */
export const RADIOS_MAX = 4

export function given(answers: Answers): Record<string, string> {
  const filled = Object.entries(answers).map(([id, answer]) => [id, answer?.trim() ?? ''] as const)
  return Object.fromEntries(filled.filter(([, answer]) => answer !== ''))
}

/** Whether a question that the service needs has neither an answer nor an “I don't know”. */
export const isOpen = (question: Question, answers: Answers): boolean =>
  question.required && answers[question.id] !== null && !answers[question.id]?.trim()

/** What the server would say about an answer, said before sending. */
export function wrongWith(question: Question, answer: string | null | undefined): 'not_a_number' | 'out_of_range' | null {
  const text = answer?.trim()
  if (question.kind !== 'number' || !text) return null
  if (!/^[+-]?\d+$/.test(text)) return 'not_a_number'
  const number = Number(text)
  return number < (question.min ?? -Infinity) || number > (question.max ?? Infinity) ? 'out_of_range' : null
}
