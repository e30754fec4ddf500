// What this browser keeps of the round for when there is no network: in IndexedDB, because photos are files.

const STORES = ['deeds', 'cases', 'rounds'] as const
type Store = (typeof STORES)[number]

let opened: Promise<IDBDatabase> | null = null

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('round', 1)
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name, { keyPath: 'id' }))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no place to keep things'))
  })
  opened.catch(() => (opened = null))
  return opened
}

async function run<T>(store: Store, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await open()).transaction(store, mode)
  const request = ask(transaction.objectStore(store))
  return new Promise((resolve, reject) => {
    // What is written is kept only once the transaction is done.
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('not kept'))
  })
}

export const put = <T extends { id: string }>(store: Store, value: T): Promise<unknown> => run(store, 'readwrite', (s) => s.put(value))
export const take = <T>(store: Store, id: string): Promise<T | undefined> => run(store, 'readonly', (s) => s.get(id) as IDBRequest<T | undefined>)
export const all = <T>(store: Store): Promise<T[]> => run(store, 'readonly', (s) => s.getAll() as IDBRequest<T[]>)
export const drop = (store: Store, id: string): Promise<unknown> => run(store, 'readwrite', (s) => s.delete(id))
export const clear = (store: Store): Promise<unknown> => run(store, 'readwrite', (s) => s.clear())

/** Nothing of the city's cases stays in a browser that somebody signed out of; what they did and could not send yet does. */
export async function forgetRound(): Promise<void> {
  if (!('indexedDB' in globalThis)) return
  try {
    await Promise.all([clear('cases'), clear('rounds')])
  } catch {
    // There is nothing to forget where nothing can be kept.
  }
}
