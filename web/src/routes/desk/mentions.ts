// Mentions in a text: finding the one that is being written, and the ones that stand in it.
import type { Reader } from '../../lib/api'

const LOGIN = '[a-z0-9._@-]'

/** What is written after the @ before the caret; nothing when no mention is being written there. */
export function asked(text: string, caret: number): { from: number; query: string } | null {
  const found = new RegExp(`(?:^|[^\\p{L}\\p{N}._@-])@(${LOGIN}*)$`, 'iu').exec(text.slice(0, caret))
  return found ? { from: caret - found[1]!.length, query: found[1]!.toLowerCase() } : null
}

const plain = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

/** Readers whose login or a word of whose name begins like this, those by login first. */
export function fitting(readers: Reader[], query: string, limit = 6): Reader[] {
  const wanted = plain(query)
  const byLogin = readers.filter(({ login }) => login.startsWith(wanted))
  const byName = readers.filter((one) => !byLogin.includes(one) && plain(one.name).split(/\s+/).some((word) => word.startsWith(wanted)))
  return [...byLogin, ...byName].slice(0, limit)
}

/** The text with a login put in, and where the caret stands then. */
export function put(text: string, from: number, caret: number, login: string): { text: string; caret: number } {
  const rest = text.slice(caret).replace(/^ /, '')
  const before = `${text.slice(0, from)}${login} `
  return { text: before + rest, caret: before.length }
}

export type Part = { text: string; mention: boolean }

/** A text in parts, so that mentions can be told from the rest. */
export function partsOf(text: string, logins: string[]): Part[] {
  if (logins.length === 0) return [{ text, mention: false }]
  const escaped = logins.toSorted((a, b) => b.length - a.length).map((login) => login.replaceAll('.', '\\.'))
  const parts = text.split(new RegExp(`(@(?:${escaped.join('|')}))(?![a-z0-9_@])`, 'iu'))
  return parts.map((part, i) => ({ text: part, mention: i % 2 === 1 })).filter((part) => part.text !== '')
}
