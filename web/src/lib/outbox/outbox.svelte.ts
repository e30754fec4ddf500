// Sends what was done on the way, in order, as soon as there is a network. Until the server has confirmed it, it stays in this browser.
import * as api from '../api'
import { conflicting, followed, inOrder, next, onTop, toReview, type Deed } from './deeds'
import * as shelf from './shelf'

/** How long to wait before trying again by itself, in milliseconds; a network that comes back is told at once. */
const AGAIN = 15_000

export const outbox = $state<{
  deeds: Deed[]
  /** Whether the last try reached the server. */
  online: boolean
  signedOut: boolean
  /** Grows when something was sent: what is on the screen is old. */
  sent: number
}>({ deeds: [], online: true, signedOut: false, sent: 0 })

let sending = false
let user = ''

/** Reads what waits and goes on sending, for as long as the screen is open. */
export function carryOn(of: string): () => void {
  user = of
  const send = () => void sendAll()
  void refresh().then(send)
  addEventListener('online', send)
  addEventListener('focus', send)
  const timer = setInterval(send, AGAIN)
  return () => {
    removeEventListener('online', send)
    removeEventListener('focus', send)
    clearInterval(timer)
  }
}

async function refresh(): Promise<void> {
  outbox.deeds = inOrder((await shelf.all<Deed>('deeds')).filter((deed) => deed.user === user))
}

/** Keeps it first: what is on the shelf is not lost, whatever becomes of the page. */
export async function done(deed: Deed): Promise<void> {
  await shelf.put('deeds', $state.snapshot(deed) as Deed)
  await refresh()
  void sendAll()
}

export async function again(deed: Deed): Promise<void> {
  await done(onTop(deed))
}

export async function giveUp(deed: Deed): Promise<void> {
  await shelf.drop('deeds', deed.id)
  await refresh()
  outbox.sent++
  void sendAll()
}

async function sendAll(): Promise<void> {
  if (sending) return
  sending = true
  try {
    for (;;) {
      const deed = next(await shelf.all<Deed>('deeds'), user)
      if (!deed || !(await sendOne(deed))) break
      await refresh()
    }
  } finally {
    sending = false
    await refresh()
  }
}

/** Whether to go on with the next one. */
async function sendOne(deed: Deed): Promise<boolean> {
  try {
    for (const { id, blob } of deed.files) await api.uploadPhoto(deed.city, id, new File([blob], 'photo'), () => {})
    const what = deed.kind === 'safe' ? 'made-safe' : 'transitions'
    const now = await api.changeNamed(deed.city, deed.report, what, deed.id, deed.body)
    const later = followed(await shelf.all<Deed>('deeds'), deed, now.version)
    for (const one of later) await shelf.put('deeds', one)
    await shelf.drop('deeds', deed.id)
    outbox.online = true
    outbox.signedOut = false
    outbox.sent++
    return true
  } catch (error) {
    return failed(deed, api.Problem.of(error))
  }
}

async function failed(deed: Deed, problem: api.Problem): Promise<boolean> {
  outbox.online = problem.status !== 0
  outbox.signedOut = problem.code === 'unauthorized'
  // Nobody answered, or nobody who could: it is sent again as it is.
  if (problem.status === 0 || problem.status >= 500 || problem.status === 429 || outbox.signedOut) return false
  const wrongMove = deed.to === 'resolved' && problem.field('to') !== null
  if (problem.code === 'version_conflict' || wrongMove) {
    try {
      const now = await api.report(deed.city, deed.report)
      const reviewed = wrongMove && now.choices.some((choice) => choice.to === 'in_review')
      await shelf.put('deeds', reviewed ? toReview(deed) : conflicting(deed, now))
    } catch {
      return false
    }
  } else {
    await shelf.put('deeds', { ...deed, state: 'refused', words: problem.fields[0]?.message ?? problem.words } satisfies Deed)
  }
  return true
}
