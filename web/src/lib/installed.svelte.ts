// The worker that opens residents' pages without a network, and the way to a newer version of them.

export const version = $state({ waiting: false })

let registered = false

/** Registers it once somebody is on a page of theirs; nothing waits for it. */
export function beInstalled(): void {
  if (registered || !('serviceWorker' in navigator) || import.meta.env.DEV) return
  registered = true
  // Some browsers say yes and give none.
  const begin = () => void navigator.serviceWorker.register('/worker.js').then((made?: ServiceWorkerRegistration) => made && watch(made), () => {})
  if (document.readyState === 'complete') begin()
  else addEventListener('load', begin, { once: true })
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    // The first worker has nothing to take over from.
    version.waiting = registration.waiting !== null && navigator.serviceWorker.controller !== null
  }
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
}

/** Goes on with the new version; what is being written is kept by then. */
export async function renew(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  if (!registration?.waiting) return location.reload()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  registration.waiting.postMessage('renew')
}
