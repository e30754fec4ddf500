// Finds issue types by the words of their titles and of what belongs to them, forgiving about Russian endings.
import type { Catalogue, Category, IssueType } from './api'

export type Part = { text: string; hit: boolean }
/** `belongs` is there when the title alone would not have been found. */
export type Found = { type: IssueType; category: Category; title: Part[]; belongs: Part[] | null }

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')
/** Long words are compared without their ending: «контейнеры» finds «контейнерная». */
const stem = (word: string) => (word.length > 5 ? word.slice(0, -2) : word.length > 4 ? word.slice(0, -1) : word)

export function findTypes(catalogue: Catalogue, query: string): Found[] {
  const stems = plain(query).split(/[^\p{L}\p{N}]+/u).filter((w) => w.length > 1).map(stem)
  if (stems.length === 0) return []
  const all = (text: string) => stems.every((s) => plain(text).includes(s))
  const found = catalogue.categories.flatMap((category) =>
    category.types.flatMap((type): Found[] => {
      const belongs = type.belongs ?? ''
      const byTitle = all(type.title)
      if (!byTitle && !all(`${type.title} ${belongs}`)) return []
      return [{ type, category, title: mark(type.title, stems), belongs: byTitle ? null : mark(belongs, stems) }]
    }),
  )
  return [...found.filter((f) => !f.belongs), ...found.filter((f) => f.belongs)]
}

function mark(words: string, stems: string[]): Part[] {
  const text = plain(words)
  const hit = Array.from({ length: words.length }, () => false)
  for (const s of stems) {
    for (let at = text.indexOf(s); at >= 0; at = text.indexOf(s, at + 1)) hit.fill(true, at, at + s.length)
  }
  const parts: Part[] = []
  ;[...words].forEach((letter, i) => {
    const last = parts.at(-1)
    if (last && last.hit === hit[i]) last.text += letter
    else parts.push({ text: letter, hit: hit[i] ?? false })
  })
  return parts
}
