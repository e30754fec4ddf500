// How far, in the reader's language.
import { far } from '../../../lib/outbox/offline'
import { number, t } from '../../../lib/words.svelte'

export const distance = (metres: number): string => far(metres, (count) => t('round_km', { count }), (count) => t('round_m', { count }), number)
