// The list on the desk: read page by page, kept fresh without moving under the reader's hands.
import * as api from '../../lib/api'
import { asksClosed, placeOf, type Asked } from './asked'
import { compare, merge, type Sort, type Told } from './order'

/** The first page is soon there; the rest follows while it is read, so that the map has as much as the list. */
const FIRST = 50
const PAGE = 100
/** What is only compared can come in larger pieces than what has to be drawn. */
const AGAIN = 200
/** As many are read unasked; beyond, a button reads on. */
export const UNASKED = 1000
/** More changes than the server takes at once are a reason to read all again. */
const ABOUT = 100

type Failed = (problem: api.Problem) => void

export class Rows {
  all = $state.raw<api.DeskCard[]>([])
  /** New ones that wait to be shown. */
  fresh = $state.raw<api.DeskCard[]>([])
  /** Shown though they belong here no longer. */
  left = $state.raw<ReadonlySet<string>>(new Set())
  counts = $state.raw<api.DeskCounts | null>(null)
  next = $state<string | null>(null)
  ready = $state(false)
  busy = $state(false)
  problem = $state.raw<api.Problem | null>(null)
  /** When the server was last heard. */
  at = $state<string | null>(null)

  readonly #city: string
  readonly #failed: Failed
  #asked: Asked = {}
  /** Answers to an earlier question are of no use. */
  #reading = new AbortController()

  constructor(city: string, failed: Failed) {
    this.#city = city
    this.#failed = failed
  }

  get sort(): Sort {
    return asksClosed(this.#asked) ? 'closed' : ((this.#asked.sort as Sort | undefined) ?? 'deadline')
  }
  get #order() {
    return compare(this.sort, placeOf(this.#asked))
  }

  /** Another question: a list of its own, from the top. */
  async ask(asked: Asked): Promise<void> {
    this.stop()
    this.#asked = asked
    this.fresh = []
    this.left = new Set()
    const reading = (this.#reading = new AbortController())
    this.busy = true
    await this.#try(reading, async () => {
      const [page] = await Promise.all([this.#page({ limit: FIRST }), this.#count()])
      if (reading.signal.aborted) return
      this.#take(page.reports, page.next)
    })
    // What was asked before is no answer to this.
    if (this.problem && !reading.signal.aborted) {
      this.ready = false
      this.all = []
    }
    void this.#fill(reading)
  }

  async #fill(reading: AbortController): Promise<void> {
    while (!reading.signal.aborted && !this.problem && this.next && this.all.length < UNASKED) await this.#follow(reading)
    if (!reading.signal.aborted) this.busy = false
  }

  async more(): Promise<void> {
    if (!this.next || this.busy) return
    this.busy = true
    await this.#follow(this.#reading)
    this.busy = false
  }

  /** What has changed, or all again when that is not known. `held` stays where it is in any case. */
  async renew(changed: ReadonlySet<string> | null, held: ReadonlySet<string>): Promise<void> {
    if (!this.ready) return this.ask(this.#asked)
    const reading = this.#reading
    await this.#try(reading, async () => {
      const few = changed && changed.size <= ABOUT && !this.#asked.text
      const [told] = await Promise.all([few ? this.#about(changed) : this.#again(reading), this.#count()])
      if (reading.signal.aborted) return
      const end = this.next ? (this.all.at(-1) ?? null) : null
      const merged = merge(this.all, told, this.#order, end, held)
      this.all = merged.rows
      this.left = this.#stillLeft(told, merged.left)
      this.fresh = this.#stillFresh(told, merged.fresh)
      this.problem = null
    })
  }

  /** Lets the new ones in, each in its place; gives the first of them. */
  show(): api.DeskCard | null {
    const known = new Set(this.all.map(({ id }) => id))
    const fresh = this.fresh.filter(({ id }) => !known.has(id)).toSorted(this.#order)
    this.all = [...this.all, ...fresh].toSorted(this.#order)
    this.fresh = []
    return fresh[0] ?? null
  }

  /** Takes away what only stayed because somebody was at it. */
  release(held: ReadonlySet<string>): void {
    const gone = [...this.left].filter((id) => !held.has(id))
    if (gone.length === 0) return
    this.all = this.all.filter(({ id }) => !gone.includes(id))
    this.left = new Set([...this.left].filter((id) => held.has(id)))
  }

  stop(): void {
    this.#reading.abort()
  }

  #take(reports: api.DeskCard[], next: string | null | undefined): void {
    this.all = reports
    this.next = next ?? null
    this.problem = null
    this.ready = true
  }

  #page(aside: api.DeskAside): Promise<api.DeskPage> {
    return api.desk(this.#city, this.#asked, aside, this.#reading.signal)
  }

  async #follow(reading: AbortController): Promise<void> {
    await this.#try(reading, async () => {
      const page = await this.#page({ cursor: this.next!, limit: PAGE })
      if (reading.signal.aborted) return
      const known = new Set(this.all.map(({ id }) => id))
      this.#take([...this.all, ...page.reports.filter(({ id }) => !known.has(id))], page.next)
    })
  }

  async #about(ids: ReadonlySet<string>): Promise<Told> {
    const page = await this.#page({ ids: [...ids].join(','), limit: ABOUT })
    return { cards: page.reports, about: ids, last: null }
  }

  /** As many as are on the screen. */
  async #again(reading: AbortController): Promise<Told> {
    const wanted = Math.max(FIRST, this.all.length)
    const cards: api.DeskCard[] = []
    let cursor: string | undefined
    do {
      const page = await this.#page({ ...(cursor ? { cursor } : {}), limit: Math.min(AGAIN, Math.max(FIRST, wanted - cards.length)) })
      cards.push(...page.reports)
      cursor = page.next ?? undefined
    } while (cursor && cards.length < wanted && !reading.signal.aborted)
    return { cards, about: null, last: cursor ? (cards.at(-1) ?? null) : null }
  }

  async #count(): Promise<void> {
    this.counts = await api.deskCounts(this.#city)
  }

  #stillLeft(told: Told, left: ReadonlySet<string>): ReadonlySet<string> {
    const back = new Set(told.cards.map(({ id }) => id))
    return new Set([...[...this.left].filter((id) => !back.has(id)), ...left])
  }

  #stillFresh(told: Told, fresh: api.DeskCard[]): api.DeskCard[] {
    const untouched = told.about ? this.fresh.filter(({ id }) => !told.about!.has(id)) : []
    return [...untouched, ...fresh]
  }

  async #try(reading: AbortController, doing: () => Promise<void>): Promise<void> {
    try {
      await doing()
      if (!reading.signal.aborted) this.at = new Date().toISOString()
    } catch (error) {
      if (reading.signal.aborted) return
      const problem = api.Problem.of(error)
      this.problem = problem
      this.#failed(problem)
    }
  }
}
