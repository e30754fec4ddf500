// What this browser remembers: the keys to the reader's own reports, and small choices.
export type OwnReport = { id: string; number: string; city: string; secret: string; sent_at: string }

const OWN = 'own-reports'

function readAll(): OwnReport[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(OWN) ?? '[]')
    return Array.isArray(value) ? (value as OwnReport[]) : []
  } catch {
    return []
  }
}

export function rememberReport(report: OwnReport): void {
  const others = readAll().filter((r) => r.id !== report.id)
  try {
    localStorage.setItem(OWN, JSON.stringify([report, ...others]))
  } catch {
    // Storage is full or closed: the report is sent all the same, this browser just cannot show hidden parts.
  }
}

export const ownReports = (city: string): OwnReport[] => readAll().filter((r) => r.city === city)

export const secretOf = (city: string, number: string): string | undefined =>
  readAll().find((r) => r.city === city && r.number === number)?.secret
