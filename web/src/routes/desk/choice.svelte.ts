// The cases that are chosen, to do something to all of them.
import { SvelteSet } from 'svelte/reactivity'
import { between } from './order'

export class Choice {
  readonly ids = new SvelteSet<string>()
  /** Where a range begins: the one that was touched last. */
  #anchor: string | null = null

  /** One, or all that lie between it and the one before in the list's order. */
  toggle(id: string, range: boolean, order: string[]): void {
    if (range) for (const one of between(order, this.#anchor, id)) this.ids.add(one)
    else if (!this.ids.delete(id)) this.ids.add(id)
    this.#anchor = id
  }

  /** From one to the next, as the keyboard goes. */
  extend(from: string | undefined, to: string): void {
    if (from) this.ids.add(from)
    this.ids.add(to)
    this.#anchor = to
  }

  /** All of them, or none when it is all of them already. */
  all(ids: string[]): void {
    if (ids.every((id) => this.ids.has(id))) this.ids.clear()
    else for (const id of ids) this.ids.add(id)
  }

  clear(): void {
    this.ids.clear()
    this.#anchor = null
  }
}
