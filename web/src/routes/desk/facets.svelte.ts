// What the filters of the desk can name, in the reader's words; asked once for each language.
import * as api from '../../lib/api'
import { catalogue, departments } from '../../lib/city.svelte'
import type { Option } from '../../lib/form/fields'
import { t, words, type Key } from '../../lib/words.svelte'
import { FLAGS, listOf, type Asked, type List, type Name } from './asked'

export class Facets {
  options = $state.raw<api.DeskOptions | null>(null)
  people = $state.raw<api.DeskPerson[]>([])
  crews = $state.raw<api.CrewView[]>([])
  #types = $state.raw<Option[]>([])
  #categories = $state.raw<Option[]>([])
  #departments = $state.raw<Option[]>([])
  #language: string | null = null

  async load(city: string): Promise<void> {
    if (this.#language === words.language) return
    const language = (this.#language = words.language)
    try {
      const [options, people, known, services, { crews }] = await Promise.all([
        api.deskOptions(city), api.deskPeople(city), catalogue(city), departments(city), api.crews(city),
      ])
      this.options = options
      this.people = people
      this.crews = crews
      this.#types = known.categories.flatMap((category) => category.types.map(({ slug, title }) => ({ value: slug, title })))
      this.#categories = known.categories.map(({ slug, title }) => ({ value: slug, title }))
      this.#departments = services.map(({ slug, title }) => ({ value: slug, title }))
    } catch (error) {
      if (this.#language === language) this.#language = null
      throw error
    }
  }

  /** One's own first, where one goes out with some. */
  get #crews(): Option[] {
    const me = this.options?.me
    const own = this.crews.some((crew) => crew.members.some(({ id }) => id === me))
    return [...(own ? [{ value: 'mine', title: t('desk_crew_mine') }] : []), ...this.crews.map(({ id, name }) => ({ value: id, title: name }))]
  }

  may = (action: api.Action): boolean => this.options?.may.includes(action) ?? false

  of(name: List, statuses: readonly api.Status[] = []): Option[] {
    const named = (all: api.Named[] = []) => all.map(({ slug, title }) => ({ value: slug, title }))
    switch (name) {
      case 'status': return statuses.map((value) => ({ value, title: statusTitle(value) }))
      case 'type': return this.#types
      case 'category': return this.#categories
      case 'department': return this.#departments
      case 'crew': return this.#crews
      case 'channel': return named(this.options?.channels)
      case 'territory': return named(this.options?.territories)
    }
  }

  /** One filter in words: what it is about and what it asks for. */
  words(asked: Asked, name: Name): string {
    if ((FLAGS as readonly string[]).includes(name) || name === 'first_action' || name === 'bbox') return t(`desk_filter_${name}` as Key)
    if (name === 'assignee') return t('desk_filter_is', { what: t('desk_filter_assignee'), value: this.person(asked.assignee ?? '') })
    const list = name as List
    const options = this.of(list, list === 'status' ? (listOf(asked, 'status') as api.Status[]) : [])
    const titles = listOf(asked, list).map((value) => options.find((option) => option.value === value)?.title ?? value)
    const value = titles.length > 2 ? t('desk_filter_more', { first: titles[0]!, count: titles.length - 1 }) : titles.join(', ')
    return t('desk_filter_is', { what: t(`desk_filter_${list}` as Key), value })
  }

  person(id: string): string {
    if (id === 'me' || id === 'none') return t(`desk_assignee_${id}`)
    return this.people.find((person) => person.id === id)?.name ?? t('desk_assignee_somebody')
  }
}

/** Two of them are called the same in a list of cases, where it does not matter which it is. */
const statusTitle = (status: api.Status): string =>
  status === 'submitted' ? t('desk_status_submitted') : t(`case_status_${status}`)
