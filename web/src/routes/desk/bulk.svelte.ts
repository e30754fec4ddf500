// Work on many cases at once. The table of moves seldom leads back, and authors are told of a move at once: so
// a move is held for a moment, in which it can be taken back as if it had never been. What is given to a
// person is given at once, and can be given back.
import * as api from '../../lib/api'
import { leadsBack } from './many'

const HOLD = 8000
const AT_ONCE = 100

type What = Pick<api.ChangeMany, 'transition' | 'assign'>
type Batch = { items: api.BulkItem[]; what: What }
export type Told = {
  /** What was done, as its button calls it. */
  deed: string
  done: number
  failed: { card: api.DeskCard; words: string }[]
  /** What leads back; empty when nothing does. */
  back: Batch[]
  /** Why nothing came of it at all. */
  problem?: string
}

export class Bulk {
  held = $state.raw<{ deed: string; count: number } | null>(null)
  told = $state.raw<Told | null>(null)
  busy = $state(false)

  readonly #city: string
  readonly #done: (ids: Set<string>, failed: Set<string>) => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting: (() => Promise<void>) | null = null

  constructor(city: string, done: (ids: Set<string>, failed: Set<string>) => void) {
    this.#city = city
    this.#done = done
  }

  move(cards: api.DeskCard[], transition: api.MoveMany, deed: string, moves: api.DeskMoves[]): void {
    void this.now()
    this.told = null
    this.held = { deed, count: cards.length }
    this.#waiting = () => {
      const back = (card: api.DeskCard): What | null => (leadsBack(card.status, transition.to, moves) ? { transition: { to: card.status } } : null)
      return this.#run(cards, { transition }, deed, back)
    }
    this.#timer = setTimeout(() => void this.now(), HOLD)
  }

  /** To a person or a crew, or to nobody. */
  give(cards: api.DeskCard[], assign: api.AssignMany, deed: string): Promise<void> {
    void this.now()
    const back = ({ assignee, crew }: api.DeskCard): What => ({ assign: assignee ? { assignee: assignee.id } : { assignee: null, crew: crew?.id ?? null } })
    return this.#run(cards, { assign }, deed, back)
  }

  /** Does what is held without waiting any longer. */
  async now(): Promise<void> {
    const waiting = this.#forget()
    await waiting?.()
  }

  /** Takes back what is held, or leads back what was done. */
  async undo(deed: string): Promise<void> {
    if (this.held) return void this.#forget()
    const { back = [] } = this.told ?? {}
    if (back.length === 0 || this.busy) return
    this.busy = true
    this.told = null
    const results: api.BulkResult[] = []
    try {
      for (const { items, what } of back) await this.#send(items, what, results)
      const failed = results.filter(({ problem }) => problem)
      this.told = { deed, done: results.length - failed.length, failed: [], back: [] }
    } catch (error) {
      this.told = { deed, done: results.length, failed: [], back: [], problem: api.Problem.of(error).words }
    } finally {
      this.busy = false
      this.#done(new Set(results.map(({ id }) => id)), new Set())
    }
  }

  #forget(): (() => Promise<void>) | null {
    clearTimeout(this.#timer)
    const waiting = this.#waiting
    this.#waiting = null
    this.held = null
    return waiting
  }

  async #run(cards: api.DeskCard[], what: What, deed: string, backOf: (card: api.DeskCard) => What | null): Promise<void> {
    this.busy = true
    this.told = null
    const items = cards.map(({ id, version }) => ({ id, seen_version: version }))
    const byId = new Map(cards.map((card) => [card.id, card]))
    const results: api.BulkResult[] = []
    let words: string | null = null
    try {
      await this.#send(items, what, results)
    } catch (error) {
      words = api.Problem.of(error).words
    }
    const failed = cards.flatMap((card) => {
      const result = results.find(({ id }) => id === card.id)
      if (result && !result.problem) return []
      return [{ card, words: result?.problem ? new api.Problem(result.problem.status, result.problem).words : (words ?? '') }]
    })
    const done = results.filter(({ problem }) => !problem)
    this.busy = false
    this.told = { deed, done: done.length, failed, back: batches(done, (id) => backOf(byId.get(id)!)) }
    this.#done(new Set(cards.map(({ id }) => id)), new Set(failed.map(({ card }) => card.id)))
  }

  /** What is known so far stays known when the rest fails. */
  async #send(items: api.BulkItem[], what: What, results: api.BulkResult[]): Promise<void> {
    for (let at = 0; at < items.length; at += AT_ONCE) {
      results.push(...(await api.changeMany(this.#city, { items: items.slice(at, at + AT_ONCE), ...what })))
    }
  }
}

/** Those that go back the same way go together. */
function batches(done: api.BulkResult[], backOf: (id: string) => What | null): Batch[] {
  const found = new Map<string, Batch>()
  for (const { id, version } of done) {
    const what = backOf(id)
    if (!what || version == null) continue
    const key = JSON.stringify(what)
    const batch = found.get(key) ?? { items: [], what }
    batch.items.push({ id, seen_version: version })
    found.set(key, batch)
  }
  return [...found.values()]
}
