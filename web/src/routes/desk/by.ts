// Who did something to a case, in words.
import type { HistoryLine } from '../../lib/api'
import { t } from '../../lib/words.svelte'

const KNOWN = ['system', 'author', 'contractor', 'staff'] as const

/** The name of staff; for everybody else what they are to the case. */
export function byWords(by: HistoryLine['by']): string {
  if (by?.name) return by.name
  const who = KNOWN.find((one) => one === by?.who) ?? 'system'
  return t(`by_${who}`)
}
