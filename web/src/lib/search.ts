// Finds issue types by the words of their titles, forgiving about Russian endings.
import type { Catalogue, Category, IssueType } from './api'

export type Found = { type: IssueType; category: Category; parts: { text: string; hit: boolean }[] }

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')
/** Long words are compared without their ending: «контейнеры» finds «контейнерная». */
const stem = (word: string) => (word.length > 5 ? word.slice(0, -2) : word.length > 4 ? word.slice(0, -1) : word)

export function findTypes(catalogue: Catalogue, query: string): Found[] {
  const stems = plain(query).split(/[^\p{L}\p{N}]+/u).filter((w) => w.length > 1).map(stem)
  if (stems.length === 0) return []
  return catalogue.categories.flatMap((category) =>
    category.types
      .filter((type) => stems.every((s) => plain(type.title).includes(s)))
      .map((type) => ({ type, category, parts: mark(type.title, stems) })),
  )
}

function mark(title: string, stems: string[]): Found['parts'] {
  const text = plain(title)
  const hit = Array.from({ length: title.length }, () => false)
  for (const s of stems) {
    for (let at = text.indexOf(s); at >= 0; at = text.indexOf(s, at + 1)) hit.fill(true, at, at + s.length)
  }
  const parts: Found['parts'] = []
  ;[...title].forEach((letter, i) => {
    const last = parts.at(-1)
    if (last && last.hit === hit[i]) last.text += letter
    else parts.push({ text: letter, hit: hit[i] ?? false })
  })
  return parts
}
