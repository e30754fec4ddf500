// Lets the round be opened again without a network: keeps the page, its files and the list of cities. What
// is in the cases is kept by the page itself, and what is asked of the rest of the API never comes by here.
const SHELF = 'round-1'
const PAGE = '/desk/route'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

// The page says which files it is made of; those of an older version go.
self.addEventListener('message', (event) => event.waitUntil(keep(event.data.files)))

async function keep(files) {
  const shelf = await caches.open(SHELF)
  await shelf.add(PAGE)
  // A file that is gone by now does not keep the others from being kept.
  for (const file of files) if (!(await shelf.match(file))) await shelf.add(file).catch(() => {})
  const wanted = new Set(files)
  for (const { url } of await shelf.keys()) {
    const path = new URL(url).pathname
    if (path.startsWith('/assets/') && !wanted.has(path)) await shelf.delete(url)
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(orKept(request, PAGE))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
  else if (url.pathname === '/api/v1/cities') event.respondWith(orKept(request, request))
})

async function orKept(request, name) {
  try {
    const answer = await fetch(request)
    if (answer.ok && request.mode !== 'navigate') await (await caches.open(SHELF)).put(request, answer.clone())
    return answer
  } catch (error) {
    const kept = await caches.match(name)
    if (kept) return kept
    throw error
  }
}

async function keptFirst(request) {
  return (await caches.match(request)) ?? fetch(request)
}
