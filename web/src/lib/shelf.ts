// Things this browser keeps in IndexedDB, by id: photos are files, and a worker reads them as well.

export type Shelf<Store extends string> = {
  put: <T extends { id: string }>(store: Store, value: T) => Promise<unknown>
  take: <T>(store: Store, id: string) => Promise<T | undefined>
  all: <T>(store: Store) => Promise<T[]>
  drop: (store: Store, id: string) => Promise<unknown>
  clear: (store: Store) => Promise<unknown>
}

/** A database of its own, opened when it is first asked for anything. */
export function shelf<Store extends string>(name: string, stores: readonly Store[]): Shelf<Store> {
  let opened: Promise<IDBDatabase> | null = null

  function open(): Promise<IDBDatabase> {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1)
      request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store, { keyPath: 'id' }))
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

  return {
    put: (store, value) => run(store, 'readwrite', (s) => s.put(value)),
    take: <T>(store: Store, id: string) => run(store, 'readonly', (s) => s.get(id) as IDBRequest<T | undefined>),
    all: <T>(store: Store) => run(store, 'readonly', (s) => s.getAll() as IDBRequest<T[]>),
    drop: (store, id) => run(store, 'readwrite', (s) => s.delete(id)),
    clear: (store) => run(store, 'readwrite', (s) => s.clear()),
  }
}
