// Asks the browser to open the round also without a network.

/** Tells the worker which files the page is made of; where there are no workers, a reload needs the network. */
export async function keepPage(scope: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.register('/round-worker.js', { scope })
    const worker = registration.active ?? registration.waiting ?? registration.installing
    const own = [...document.querySelectorAll<HTMLElement>('script[src], link[href]')].map((e) => e.getAttribute('src') ?? e.getAttribute('href')!)
    const loaded = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)
    worker?.postMessage({ files: [...new Set([...own, ...loaded])].filter((path) => path.startsWith('/assets/')) })
  } catch {
    // A browser that keeps nothing still sends what was done while the page stays open.
  }
}

/** Opens the phone's own maps. */
export function mapsLink({ lat, lon }: { lat: number; lon: number }, label: string): string {
  const at = `${lat.toFixed(6)},${lon.toFixed(6)}`
  return /iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '') ? `maps:?daddr=${at}` : `geo:${at}?q=${at}(${encodeURIComponent(label)})`
}

/** Where the phone is, if its owner says so. */
export const whereAmI = (): Promise<{ lat: number; lon: number }> =>
  new Promise((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      reject,
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    ),
  )

/** Metres as people say them: not more exact than a straight line can be. */
export function far(metres: number, km: (n: string) => string, m: (n: string) => string, format: (n: number) => string): string {
  if (metres < 950) return m(format(Math.max(10, Math.round(metres / 10) * 10)))
  return km(format(Math.round(metres / 100) / 10))
}
