// Where a case stands, in words: urgency while it is open and pressing, else the status itself.
import type { ReportView } from './api'
import { t } from './words.svelte'

type Standing = Pick<ReportView, 'status' | 'shape' | 'ribbon'>

export function statusWords({ status, shape, ribbon }: Standing): string {
  if (shape === 'danger' || shape === 'overdue' || shape === 'soon') return t(`status_${shape}`)
  if (status === 'resolved' && ribbon.kept != null) return ribbon.kept ? t('status_resolved_kept') : t('status_resolved_late')
  return t(`case_status_${status}`)
}
