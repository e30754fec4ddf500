// Which figures the address asks for, and the latest answer to it.
import * as api from '../../lib/api'
import { city, today } from '../../lib/city.svelte'
import { daysOf, periodOf, type Period } from '../../lib/figures'
import { go, here } from '../../lib/router.svelte'
import { words } from '../../lib/words.svelte'

export type Asked = { from: string; to: string; territory?: string }

/** The figures of a screen; to be made while it is. */
export class Asking {
  readonly slug = city().slug
  readonly today = today()
  readonly asked: Asked = $derived.by(() => {
    const query = new URLSearchParams(here.query)
    const year = daysOf('year', this.today)
    const territory = query.get('territory')
    return { from: query.get('from') ?? year.from, to: query.get('to') ?? year.to, ...(territory ? { territory } : {}) }
  })
  readonly period: Period | null = $derived(periodOf(this.asked, this.today))
  figures = $state.raw<api.Figures | null>(null)
  problem = $state.raw<api.Problem | null>(null)
  busy = $state(false)
  #last = 0

  constructor() {
    $effect(() => {
      void words.language
      void this.load(this.asked)
    })
  }

  load = async (asked: Asked = this.asked): Promise<void> => {
    const mine = ++this.#last
    this.problem = null
    this.busy = true
    try {
      const figures = await api.figures(this.slug, asked)
      if (mine === this.#last) this.figures = figures
    } catch (error) {
      if (mine === this.#last) this.problem = api.Problem.of(error)
    }
    if (mine === this.#last) this.busy = false
  }

  /** Asks for other days or another place; the address says so. */
  choose = (changed: api.FigureWords): void => {
    const next = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...this.asked, ...changed })) if (value) next.set(name, value)
    go(`${here.path}?${next}`, { replace: true })
  }
}
