// Addresses of the screens. The default city has bare paths, the others live under /c/{city}.

export type Screen =
  | { name: 'map' | 'wizard' | 'sign-in' | 'link' | 'me' | 'outbox' | 'invite' | 'account' | 'figures' | 'departments' | 'subscription' | 'unknown' }
  | { name: 'report'; number: string }
  | { name: 'desk'; number: string | null }
  | { name: 'round'; number: string | null }
  | { name: 'route-sheet' | 'crews' }

export function parse(path: string): { city: string | null; screen: Screen } {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  const city = parts[0] === 'c' && parts[1] ? parts[1] : null
  return { city, screen: screenOf(city ? parts.slice(2) : parts) }
}

function screenOf([first, second, ...rest]: string[]): Screen {
  if (first === 'desk' && second === 'route' && rest.length < 2) {
    return rest[0] === 'print' ? { name: 'route-sheet' } : { name: 'round', number: rest[0] ?? null }
  }
  if (rest.length > 0) return { name: 'unknown' }
  if (first === 'desk' && second === 'crews') return { name: 'crews' }
  if (first === undefined) return { name: 'map' }
  if (first === 'reports' && second) return { name: 'report', number: second }
  if (first === 'desk') return { name: 'desk', number: second ?? null }
  if (second !== undefined) return { name: 'unknown' }
  if (first === 'report') return { name: 'wizard' }
  if (first === 'sign-in') return { name: 'sign-in' }
  if (first === 'me' || first === 'outbox') return { name: first }
  if (first === 'subscription') return { name: first }
  if (first === 'link' || first === 'invite' || first === 'account') return { name: first }
  if (first === 'figures' || first === 'departments') return { name: first }
  return { name: 'unknown' }
}
