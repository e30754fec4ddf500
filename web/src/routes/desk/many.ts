// Moves of many cases: what the table lets some of the chosen ones do, and what can be taken back.
import type { DeskCard, DeskMoves, MoveMany, Need, Status } from '../../lib/api'
import type { Field, Given, Option } from '../../lib/form/fields'
import { fieldsOf, named, rankOf, type Move } from './moves'

/** Photos and duplicates belong to one case. */
const ALONE: readonly Need[] = ['photo', 'original']
const OF_ONE: readonly string[] = ['photos', 'original', 'false_alarm', 'outcome']

export type ManyMove = Move & {
  /** Those of the chosen ones that may be moved so. */
  cards: DeskCard[]
}

/** What may be done with these: the next step of the work, if there is one for most of them, and the other ways. */
export function movesOf(cards: DeskCard[], moves: DeskMoves[]): { first: ManyMove | null; others: ManyMove[] } {
  const found = new Map<Status, ManyMove>()
  const froms = new Set(cards.map(({ status }) => status))
  const only = froms.size === 1 ? [...froms][0]! : null
  for (const card of cards) {
    for (const choice of choicesOf(card.status, moves)) {
      if (choice.needs.some((need) => ALONE.includes(need))) continue
      const known = found.get(choice.to)
      if (known) {
        known.cards.push(card)
        // Of different needs the longer list asks for all.
        if (choice.needs.length > known.needs.length) Object.assign(known, { needs: choice.needs, atOnce: false })
      } else {
        const move = named(choice, only)
        if (move) found.set(choice.to, { ...move, cards: [card] })
      }
    }
  }
  const all = [...found.values()]
  const steps = all.filter(({ to, atOnce }) => atOnce && rankOf(to, only) >= 0)
  const first = steps.toSorted((a, b) => b.cards.length - a.cards.length || rankOf(a.to, only) - rankOf(b.to, only))[0] ?? null
  return { first, others: all.filter((move) => move !== first) }
}

const choicesOf = (from: Status, moves: DeskMoves[]) => moves.find((one) => one.from === from)?.choices ?? []

/** Whether the table leads back by a press alone. */
export const leadsBack = (from: Status, to: Status, moves: DeskMoves[]): boolean =>
  choicesOf(to, moves).some((choice) => choice.to === from && choice.needs.length === 0)

/** What is asked once for all of them: a day has to suit each. */
export function fieldsOfMany(move: ManyMove, departments: Option[]): Field[] {
  const intime = move.cards.filter(({ ribbon }) => ribbon.days_left >= 0).toSorted((a, b) => (a.ribbon.due_on < b.ribbon.due_on ? -1 : 1))
  const strictest = intime[0] ?? move.cards[0]!
  return fieldsOf(move, { ribbon: strictest.ribbon, emergency: false }, departments).filter(({ name }) => !OF_ONE.includes(name))
}

export function moved(to: Status, given: Given): MoveMany {
  const { note, department, planned_for, responsible } = given
  const asked: MoveMany = { to }
  if (note) asked.note = note
  if (department) asked.department = department
  if (planned_for) asked.planned_for = planned_for
  if (responsible) asked.responsible = responsible
  return asked
}
