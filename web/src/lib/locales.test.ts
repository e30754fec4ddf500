import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import en from '../../../locales/en.json'
import ru from '../../../locales/ru.json'

const FORMS = { ru: ['one', 'few', 'many'], en: ['one', 'other'] } as const
const strings = { ru: ru as Record<string, string>, en: en as Record<string, string> }
const bases = (Object.keys(ru) as string[]).filter((k) => k.endsWith('_few')).map((k) => k.slice(0, -'_few'.length))

/** A language's keys with plural forms folded into one. */
function folded(language: 'ru' | 'en'): string[] {
  const forms = new Set(bases.flatMap((base) => FORMS[language].map((form) => `${base}_${form}`)))
  return [...Object.keys(strings[language]).filter((key) => !forms.has(key)), ...bases].sort()
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(svelte|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [readFileSync(path, 'utf8')] : []
  })
}
const code = sources(join(import.meta.dirname, '..')).join('\n')

test('Russian and English say the same things', () => {
  expect(folded('en')).toEqual(folded('ru'))
})

test('every plural has all its forms', () => {
  for (const language of ['ru', 'en'] as const) {
    for (const base of bases) for (const form of FORMS[language]) expect(strings[language]).toHaveProperty([`${base}_${form}`])
  }
})

test('both languages fill the same placeholders', () => {
  for (const key of folded('ru')) {
    const [first, ...others] = [`${key}`, ...FORMS.ru.map((f) => `${key}_${f}`)].filter((k) => k in ru).map((k) => placeholders(strings.ru[k]!))
    const english = [key, ...FORMS.en.map((f) => `${key}_${f}`)].filter((k) => k in en).map((k) => placeholders(strings.en[k]!))
    for (const found of [...others, ...english]) expect(found, key).toEqual(first)
  }
})

test('every string that a screen asks for exists', () => {
  const asked = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map((m) => m[1]!)
  const counted = [...code.matchAll(/\btn\(\s*'([^']+)'/g)].map((m) => m[1]!)
  const made = [...code.matchAll(/\btn?\(\s*`([a-z_]+)\$\{/g)].map((m) => m[1]!)
  expect(asked.length).toBeGreaterThan(100)
  for (const key of asked) expect(strings.ru, key).toHaveProperty([key])
  for (const key of counted) expect(bases).toContain(key)
  for (const start of made) expect(Object.keys(ru).some((key) => key.startsWith(start)), start).toBe(true)
})
