// A draft as the wizard keeps it: one of a city, in the browser's IndexedDB. `null` takes it away.
export function keepDraft(page, city, draft) {
  return page.evaluate(
    ([id, kept]) =>
      new Promise((done, fail) => {
        const opening = indexedDB.open('reports', 1)
        // The page makes them when it first looks for a draft; this may be sooner.
        opening.onupgradeneeded = () => ['drafts', 'photos', 'parcels'].forEach((store) => opening.result.createObjectStore(store, { keyPath: 'id' }))
        opening.onerror = fail
        opening.onsuccess = () => {
          const writing = opening.result.transaction('drafts', 'readwrite')
          const drafts = writing.objectStore('drafts')
          if (kept) drafts.put({ id, draft: { id: crypto.randomUUID(), secret: '', address: '', description: '', answers: {}, photos: [], ...kept } })
          else drafts.delete(id)
          writing.oncomplete = () => (opening.result.close(), done())
        }
      }),
    [city, draft],
  )
}

/** The kept draft of a city as text, for stories that leave a page right after they wrote: nobody is as quick. */
export function keptDraft(page, city) {
  return page.evaluate(
    (id) =>
      new Promise((done, fail) => {
        const opening = indexedDB.open('reports', 1)
        opening.onerror = fail
        opening.onsuccess = () => {
          const asked = opening.result.transaction('drafts').objectStore('drafts').get(id)
          asked.onsuccess = () => (opening.result.close(), done(JSON.stringify(asked.result ?? null)))
        }
      }),
    city,
  )
}
