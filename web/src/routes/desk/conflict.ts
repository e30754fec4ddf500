// What is said to whoever was slower: what others did to the case meanwhile, and who.
import type { ReportView } from '../../lib/api'
import { changesSince } from '../../lib/case'
import { city } from '../../lib/city.svelte'
import { momentShort } from '../../lib/dates'
import { t } from '../../lib/words.svelte'
import { byWords } from './by'

export function conflictWords(seen: ReportView, now: ReportView): string {
  const lines = changesSince(seen, now).map(({ words, at, by }) =>
    t('screen_desk_conflict_line', { what: words, who: byWords(by), at: momentShort(at, city().time_zone) }))
  return [t('screen_desk_conflict'), ...lines].join('\n')
}
