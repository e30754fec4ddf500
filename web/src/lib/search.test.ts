import { expect, test } from 'vitest'
import type { Catalogue, IssueType } from './api'
import { findTypes } from './search'

const type = (slug: string, title: string, belongs = ''): IssueType => ({
  slug, title, belongs, owner_by: 'department', deadline_days: 10, priority: 'normal', emergency: false, first_action_hours: null, at_home: false,
})
const catalogue: Catalogue = {
  version: 1,
  language: 'ru',
  categories: [
    { slug: 'yard', title: 'Двор', types: [type('bins', 'Переполнены мусорные контейнеры'), type('trees', 'Спилённое дерево')] },
    { slug: 'roads', title: 'Дороги', types: [type('lights', 'Не работает светофор'), type('lamps', 'Уличное освещение', 'Нет света на улице или переходе.')] },
  ],
}
const slugs = (query: string) => findTypes(catalogue, query).map((found) => found.type.slug)

test('finds by the beginning of a word and marks it', () => {
  expect(slugs('светофор')).toEqual(['lights'])
  expect(findTypes(catalogue, 'свет')[0]?.title).toEqual([
    { text: 'Не работает ', hit: false }, { text: 'свет', hit: true }, { text: 'офор', hit: false },
  ])
})

test('finds by what belongs, after what the title finds, and shows why', () => {
  expect(slugs('свет')).toEqual(['lights', 'lamps'])
  const [lights, lamps] = findTypes(catalogue, 'свет')
  expect(lights?.belongs).toBeNull()
  expect(lamps?.belongs).toContainEqual({ text: 'свет', hit: true })
  expect(slugs('уличное переход')).toEqual(['lamps'])
})

test('endings and the letter ё do not matter', () => {
  expect(slugs('контейнера')).toEqual(['bins'])
  expect(slugs('спиленное')).toEqual(['trees'])
})

test('every word must be found', () => {
  expect(slugs('мусорные светофоры')).toEqual([])
  expect(slugs('  ')).toEqual([])
})
