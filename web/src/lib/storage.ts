// What this browser remembers: the keys to the reader's own reports, and small choices.
import { secret } from './ids'

export type OwnReport = { id: string; number: string; city: string; secret: string; sent_at: string }

/** "I see it too", with the key that takes it back. */
export type OwnSupport = { id: string; city: string; secret: string }

const DEVICE = 'device-key'
const REPORTS = 'own-reports'
const SUPPORTS = 'own-supports'

function readAll<T>(name: string): T[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? '[]')
    return Array.isArray(value) ? (value as T[]) : []
  } catch {
    return []
  }
}

function keep(name: string, all: unknown[]): void {
  try {
    localStorage.setItem(name, JSON.stringify(all))
  } catch {
    // Storage is full or closed: all is sent all the same, this browser just cannot tell later that it was here.
  }
}

export const rememberReport = (report: OwnReport): void =>
  keep(REPORTS, [report, ...readAll<OwnReport>(REPORTS).filter((r) => r.id !== report.id)])

export const ownReports = (city: string): OwnReport[] => readAll<OwnReport>(REPORTS).filter((r) => r.city === city)

/** Its secret opens nothing any more. */
export const forgetReport = (city: string, number: string): void =>
  keep(REPORTS, readAll<OwnReport>(REPORTS).filter((r) => r.city !== city || r.number !== number))

export const secretOf = (city: string, number: string): string | undefined =>
  readAll<OwnReport>(REPORTS).find((r) => r.city === city && r.number === number)?.secret

const others = ({ city, id }: Pick<OwnSupport, 'city' | 'id'>) =>
  readAll<OwnSupport>(SUPPORTS).filter((s) => s.city !== city || s.id !== id)

export const rememberSupport = (support: OwnSupport): void => keep(SUPPORTS, [support, ...others(support)])
export const forgetSupport = (support: Pick<OwnSupport, 'city' | 'id'>): void => keep(SUPPORTS, others(support))

export const supportOf = (city: string, id: string): string | undefined =>
  readAll<OwnSupport>(SUPPORTS).find((s) => s.city === city && s.id === id)?.secret

let device: string | null = null

/** By which the city tells this browser from others, without knowing whose it is. */
export function deviceKey(): string {
  try {
    device ??= localStorage.getItem(DEVICE)
    if (!device) localStorage.setItem(DEVICE, (device = secret()))
  } catch {
    // Without storage the key lasts until the page is closed.
  }
  return (device ??= secret())
}
