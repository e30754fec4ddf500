// Reports on their way, as the page sees them: it hands them over, and hears what became of them, wherever they were sent.
import * as api from '../api'
import { prove } from '../proving.svelte'
import { deviceKey, rememberReport } from '../storage'
import { words } from '../words.svelte'
import * as kept from './kept'
import { inOrder, isOver, SENDING, waiting, type News, type Parcel } from './parcel'
import { deliver, sendAll, tell } from './send'

/** How long to wait before trying again by itself, in milliseconds; a network that comes back is told at once. */
const AGAIN = 15_000

export const outgoing = $state<{ parcels: Parcel[]; busy: boolean }>({ parcels: [], busy: false })

async function refresh(): Promise<void> {
  const parcels = inOrder(await kept.all<Parcel>('parcels').catch(() => []))
  const over = parcels.filter((parcel) => isOver(parcel, Date.now()))
  for (const { id } of over) await kept.drop('parcels', id).catch(() => {})
  outgoing.parcels = parcels.filter((parcel) => !over.includes(parcel))
  for (const { state, receipt, body, city } of outgoing.parcels) {
    if (state === 'sent' && receipt) remember(city, body.secret, receipt)
  }
}

function remember(city: string, secret: string, { id, number, received_at }: api.Receipt): void {
  rememberReport({ id, number, city, secret, sent_at: received_at })
}

/** Looks after what waits for as long as the page is open. */
export function lookAfter(): () => void {
  const channel = new BroadcastChannel(SENDING)
  channel.onmessage = ({ data: _ }: MessageEvent<News>) => void refresh()
  const send = () => void sendWaiting()
  void refresh().then(send)
  addEventListener('online', send)
  addEventListener('focus', send)
  const timer = setInterval(send, AGAIN)
  return () => {
    channel.close()
    removeEventListener('online', send)
    removeEventListener('focus', send)
    clearInterval(timer)
  }
}

export async function sendWaiting(): Promise<void> {
  if (outgoing.busy || waiting(outgoing.parcels).length === 0) return
  outgoing.busy = true
  try {
    await sendAll(prove)
  } catch {
    // Nothing can be kept here: whoever writes a report sends it from the page alone.
  } finally {
    outgoing.busy = false
    await refresh()
  }
}

/** Hands a report over: from now on it is sent, by this page, another one or the worker. Says what became of it; what could not be kept is sent at once. */
export async function handOver(city: string, body: api.SubmitReport): Promise<Parcel> {
  const parcel: Parcel = {
    id: body.id, city, body, language: words.language, device: deviceKey(), made_at: new Date().toISOString(),
    state: 'waiting', receipt: null, refusal: null,
  }
  try {
    await kept.put('parcels', parcel)
  } catch {
    const done = await deliver(parcel, prove)
    if (done?.receipt) remember(city, body.secret, done.receipt)
    return done ?? parcel
  }
  await wakeLater()
  await refresh()
  await sendAll(prove)
  await refresh()
  return outgoing.parcels.find(({ id }) => id === parcel.id) ?? parcel
}

/** Asks the browser to send when there is a network again, also when no page is open then. */
async function wakeLater(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration('/')
    const sync = (registration as { sync?: { register: (tag: string) => Promise<void> } } | undefined)?.sync
    await sync?.register(SENDING)
  } catch {
    // Then it is sent when a page is open.
  }
}

/** Its receipt was seen, or it becomes a draft again. */
export async function putAway(id: string): Promise<void> {
  const parcel = outgoing.parcels.find((one) => one.id === id)
  const done = parcel?.state === 'sent' ? kept.put('parcels', { ...($state.snapshot(parcel) as Parcel), seen: true }) : kept.drop('parcels', id)
  await done.catch(() => {})
  await refresh()
  tell({ id })
}
