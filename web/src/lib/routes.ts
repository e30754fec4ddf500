// Addresses of the screens. The default city has bare paths, the others live under /c/{city}.

export type Screen =
  | { name: 'map' | 'wizard' | 'sign-in' | 'link' | 'me' | 'outbox' | 'unknown' }
  | { name: 'report'; number: string }
  | { name: 'desk'; number: string | null }

export function parse(path: string): { city: string | null; screen: Screen } {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  const city = parts[0] === 'c' && parts[1] ? parts[1] : null
  return { city, screen: screenOf(city ? parts.slice(2) : parts) }
}

function screenOf([first, second, ...rest]: string[]): Screen {
  if (rest.length > 0) return { name: 'unknown' }
  if (first === undefined) return { name: 'map' }
  if (first === 'reports' && second) return { name: 'report', number: second }
  if (first === 'desk') return { name: 'desk', number: second ?? null }
  if (second !== undefined) return { name: 'unknown' }
  if (first === 'report') return { name: 'wizard' }
  if (first === 'sign-in') return { name: 'sign-in' }
  if (first === 'me') return { name: 'me' }
  if (first === 'outbox') return { name: 'outbox' }
  if (first === 'link') return { name: 'link' }
  return { name: 'unknown' }
}
