// The keys of the desk: what they are and, beside it, how they are told of. By the place on the keyboard, so
// that the Russian layout works too; what is typed into a field is never a key.
import type { Key } from '../../lib/words.svelte'

export type Deed =
  | 'down' | 'up' | 'rangeDown' | 'rangeUp' | 'check' | 'checkTo' | 'checkAll' | 'away' | 'search' | 'help' | 'filter' | 'fresh'
  | 'accept' | 'resolve' | 'claim' | 'give' | 'undo' | 'map' | `tab${number}`

type Press = Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey' | 'metaKey' | 'ctrlKey' | 'altKey'>

const PLAIN: Record<string, Deed> = {
  KeyJ: 'down', KeyK: 'up', KeyX: 'check', KeyF: 'filter', KeyN: 'fresh', KeyA: 'accept', KeyR: 'resolve', KeyT: 'claim',
  KeyG: 'give', KeyZ: 'undo', KeyM: 'map', Slash: 'search', Escape: 'away',
}
const SHIFTED: Record<string, Deed> = { KeyJ: 'rangeDown', KeyK: 'rangeUp', KeyX: 'checkTo', KeyA: 'checkAll' }
/** Only with the focus in the list: elsewhere they move the page or the map. */
const IN_LIST: Record<string, Deed> = { ArrowDown: 'down', ArrowUp: 'up' }
const IN_LIST_SHIFTED: Record<string, Deed> = { ArrowDown: 'rangeDown', ArrowUp: 'rangeUp' }

export function deedOf(press: Press, inList: boolean): Deed | null {
  if (press.metaKey || press.ctrlKey || press.altKey) return null
  if (press.key === '?') return 'help'
  // The Russian layout has its slash elsewhere.
  if (press.key === '/') return 'search'
  if (press.shiftKey && press.code === 'Slash') return 'help'
  if (press.shiftKey) return SHIFTED[press.code] ?? (inList ? (IN_LIST_SHIFTED[press.code] ?? null) : null)
  const digit = /^Digit([1-9])$/.exec(press.code)
  if (digit) return `tab${Number(digit[1])}`
  return PLAIN[press.code] ?? (inList ? (IN_LIST[press.code] ?? null) : null)
}

export const SHEET: { title: Key; keys: { keys: string[]; words: Key }[] }[] = [
  {
    title: 'desk_keys_list',
    keys: [
      { keys: ['J', '↓'], words: 'desk_key_down' },
      { keys: ['K', '↑'], words: 'desk_key_up' },
      { keys: ['Enter'], words: 'desk_key_enter' },
      { keys: ['Esc'], words: 'desk_key_away' },
      { keys: ['N'], words: 'desk_key_fresh' },
      { keys: ['M'], words: 'desk_key_map' },
    ],
  },
  {
    title: 'desk_keys_find',
    keys: [
      { keys: ['1', '…', '9'], words: 'desk_key_tab' },
      { keys: ['/'], words: 'desk_key_search' },
      { keys: ['F'], words: 'desk_key_filter' },
      { keys: ['?'], words: 'desk_key_help' },
    ],
  },
  {
    title: 'desk_keys_choose',
    keys: [
      { keys: ['X'], words: 'desk_key_check' },
      { keys: ['Shift', 'X'], words: 'desk_key_check_to' },
      { keys: ['Shift', 'J'], words: 'desk_key_range' },
      { keys: ['Shift', 'A'], words: 'desk_key_all' },
    ],
  },
  {
    title: 'desk_keys_do',
    keys: [
      { keys: ['A'], words: 'desk_key_accept' },
      { keys: ['R'], words: 'desk_key_resolve' },
      { keys: ['T'], words: 'desk_key_claim' },
      { keys: ['G'], words: 'desk_key_give' },
      { keys: ['Z'], words: 'desk_key_undo' },
    ],
  },
]
