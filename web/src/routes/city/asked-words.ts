// What the map is asked, in words.
import type { Catalogue, Department } from '../../lib/api'
import { city, today, typeOf } from '../../lib/city.svelte'
import { day, dayOfYear } from '../../lib/dates'
import { periodOf, shapesOf, type Asked, type Part } from '../../lib/map/asked'
import { t, tn } from '../../lib/words.svelte'

export function partWords(part: Part, asked: Asked, catalogue: Catalogue | null, departments: Department[]): string {
  switch (part) {
    case 'category': return catalogue?.categories.find((c) => c.slug === asked.category)?.title ?? asked.category!
    case 'type': return (catalogue && typeOf(catalogue, asked.type!)?.title) ?? asked.type!
    case 'department': return departments.find((d) => d.slug === asked.department)?.title ?? asked.department!
    case 'shape': return shapesOf(asked).map((shape) => t(`status_${shape}`)).join(', ') || asked.shape!
    case 'kept': return t(asked.kept === 'no' ? 'filter_kept_no' : 'filter_kept_yes')
    case 'territory': return city().territories.find((one) => one.slug === asked.territory)?.title ?? asked.territory!
    case 'period': return periodWords(asked)
  }
}

export function periodWords(asked: Asked): string {
  const period = periodOf(asked, today())
  if (period) return t(`filter_period_${period}`)
  const said = (iso: string) => (/^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? (iso.slice(0, 4) === today().slice(0, 4) ? day(iso) : dayOfYear(iso)) : iso)
  if (asked.from && asked.to) return t('filter_period_between', { from: said(asked.from), to: said(asked.to) })
  if (asked.from) return t('filter_period_from', { from: said(asked.from) })
  if (asked.to) return t('filter_period_to', { to: said(asked.to) })
  return tn('filter_period_closed', Number(asked.days) || 0)
}
