// The worker of the residents' pages: they open without a network, reports that wait are sent, and what the city tells
// a browser is shown. What anybody asked the API about cases or people never comes by here. Crews have a worker of
// their own, for the round alone.
import { solve } from '../lib/proof'
import { SENDING } from '../lib/sending/parcel'
import { sendAll } from '../lib/sending/send'

/** Set when it is built: the files that the pages of residents are made of. */
declare const FILES: string[]
/** Changes with any of them. */
declare const VERSION: string

type Waiting = Event & { waitUntil: (until: Promise<unknown>) => void }
type Fetching = Waiting & { request: Request; respondWith: (answer: Promise<Response>) => void }
type Pushed = Waiting & { data: { json: () => unknown } | null }
type Pressed = Waiting & { notification: Notification }
type Client = { url: string; focus: () => Promise<Client>; navigate: (url: string) => Promise<Client | null> }
type Scope = {
  location: Location
  registration: ServiceWorkerRegistration
  clients: { claim: () => Promise<void>; matchAll: (of: object) => Promise<Client[]>; openWindow: (url: string) => Promise<Client | null> }
  skipWaiting: () => Promise<void>
  addEventListener: (name: string, listener: (event: never) => void) => void
}
const worker = self as unknown as Scope

const SHELL = `residents-${VERSION}`
const DATA = 'residents-data'
const MAP = 'residents-map'
const PAGE = '/index.html'
/** Tiles of the map that are kept, at most. */
const TILES = 300
/** How long a page waits for the network before it opens without it, in milliseconds. */
const PATIENCE = 4000

const STAFF = /^(?:\/c\/[^/]+)?\/(?:desk|sign-in|account|invite|link|outbox)(?:\/|$)/
/** What everybody may read and a report cannot be written without. */
const PUBLIC = /^\/api\/v1\/cities(?:\/[^/]+\/catalogue)?$/
const GROUND = /^\/tiles\/[^/]+\/base\//

worker.addEventListener('install', (event: Waiting) => event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll([PAGE, ...FILES]))))

worker.addEventListener('activate', (event: Waiting) => event.waitUntil(begin()))
async function begin(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('residents-') && ![SHELL, DATA, MAP].includes(name))
  await Promise.all(old.map((name) => caches.delete(name)))
  await worker.clients.claim()
}

// A page asks for it once its reader wants the new version.
worker.addEventListener('message', (event: Waiting & { data: unknown }) => {
  if (event.data === 'renew') event.waitUntil(worker.skipWaiting())
})

worker.addEventListener('fetch', (event: Fetching) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (!STAFF.test(pathname) && !/^\/(?:api|tiles|health|assets)\//.test(pathname)) event.respondWith(page(request))
  } else if (pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
  else if (PUBLIC.test(pathname)) event.respondWith(newest(request))
  else if (GROUND.test(pathname)) event.respondWith(ground(request))
})

/** The page as it is now; without a network as it was kept. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(PAGE, { cacheName: SHELL })
  try {
    return await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE) } : {})
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

const keptFirst = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request)

async function newest(request: Request): Promise<Response> {
  const data = await caches.open(DATA)
  try {
    const answer = await fetch(request)
    if (answer.ok) await data.put(request, answer.clone())
    return answer
  } catch (error) {
    const kept = await data.match(request)
    if (kept) return kept
    throw error
  }
}

/** Streets and houses change rarely: what was seen is there again without a network. */
async function ground(request: Request): Promise<Response> {
  const map = await caches.open(MAP)
  try {
    const answer = await fetch(request)
    if (answer.ok) {
      await map.put(request, answer.clone())
      const kept = await map.keys()
      if (kept.length > TILES) await map.delete(kept[0]!)
    }
    return answer
  } catch (error) {
    const kept = await map.match(request)
    if (kept) return kept
    throw error
  }
}

worker.addEventListener('sync', (event: Waiting & { tag: string }) => {
  if (event.tag === SENDING) event.waitUntil(send())
})
async function send(): Promise<void> {
  const prove = ({ text, bits }: { text: string; bits: number }) => {
    const answer = solve(text, bits)
    return Promise.resolve(answer === null ? null : `${text}:${answer}`)
  }
  // The browser tries again, later each time, until nothing waits.
  if (!(await sendAll(prove))) throw new Error('reports wait')
}

type Told = { title: string; body: string; url: string; tag: string; language: string }
worker.addEventListener('push', (event: Pushed) => {
  const { title, body, url, tag, language } = (event.data?.json() ?? {}) as Partial<Told>
  const shown = { body, tag, lang: language, icon: '/icons/192.png', badge: '/icons/badge.png', data: url } as NotificationOptions
  event.waitUntil(worker.registration.showNotification(title ?? '', shown))
})

worker.addEventListener('notificationclick', (event: Pressed) => {
  event.notification.close()
  event.waitUntil(open(String(event.notification.data ?? '/')))
})
async function open(path: string): Promise<void> {
  const url = new URL(path, worker.location.origin)
  // Only pages of ours, whatever a message says.
  if (url.origin !== worker.location.origin) return
  const pages = await worker.clients.matchAll({ type: 'window' })
  const there = pages.find((one) => one.url === url.href)
  if (there) await there.focus()
  else await worker.clients.openWindow(url.href)
}
