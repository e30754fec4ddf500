// The reader's language, the strings and their plural forms.
import en from '../../../locales/en.json'
import ru from '../../../locales/ru.json'
import type { Language } from './api/types'

type Entry = keyof typeof ru
type Form = 'one' | 'few' | 'many' | 'other'
/** A key with plural forms is named without its form. */
export type PluralKey = Entry extends infer K ? (K extends `${infer Base}_${'many'}` ? Base : never) : never
export type Key = Exclude<Entry, `${PluralKey}_${Form}`>
export type Params = Record<string, string | number>

const strings: Record<Language, Record<string, string>> = { ru, en }
const remembered = read()

export const words = $state<{ language: Language; chosen: boolean }>({
  language: remembered ?? (globalThis.navigator?.language.startsWith('ru') ? 'ru' : 'en'),
  chosen: remembered !== null,
})

function read(): Language | null {
  try {
    const value = localStorage.getItem('language')
    return value === 'ru' || value === 'en' ? value : null
  } catch {
    return null
  }
}

export function chooseLanguage(language: Language): void {
  words.language = language
  words.chosen = true
  try {
    localStorage.setItem('language', language)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}

/** The city's first language, unless the reader chose one. */
export function offerLanguage(language: Language | undefined): void {
  if (language && !words.chosen) words.language = language
}

export const has = (key: string): boolean => key in ru

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

export function t(key: Key, params: Params = {}): string {
  return fill(strings[words.language][key] ?? key, params)
}

/** A string that counts something; `{count}` is the number. */
export function tn(key: PluralKey, n: number, params: Params = {}): string {
  const forms = strings[words.language]
  const form = new Intl.PluralRules(words.language).select(n)
  // Russian keeps `other` for fractions only; whole things never need it.
  const text = forms[`${key}_${form}`] ?? key
  return fill(text, { count: number(n), ...params })
}

export const number = (n: number): string => new Intl.NumberFormat(words.language).format(n)
