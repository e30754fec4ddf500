// Sends reports that wait, one after the other, in whichever tab or worker holds the lock. The server knows them by
// their ids, so that what was sent twice was sent once.
import type { ProblemBody, Receipt } from '../api/types'
import * as kept from './kept'
import { isPassing, isSentBefore, lacksPhotos, SENDING, waiting, type News, type Parcel } from './parcel'

type Challenge = { text: string; bits: number }
/** Finds the proof of work that the server asks for, in whatever way suits where this runs. */
export type Prove = (challenge: Challenge) => Promise<string | null>
type Answered = { status: number; body: ProblemBody & Partial<Receipt> }

const PROOFS = 3
/** How long one request may take, in milliseconds: who sends holds the lock for all tabs. */
const PATIENCE = 120_000

/** Sends all that waits; says whether nothing waits any more. Who does not get the lock leaves it to who has it. */
export async function sendAll(prove: Prove): Promise<boolean> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks
  return locks ? locks.request(SENDING, () => sendWaiting(prove)) : sendWaiting(prove)
}

async function sendWaiting(prove: Prove): Promise<boolean> {
  for (const parcel of waiting(await kept.all<Parcel>('parcels'))) {
    const done = await deliver(parcel, prove)
    if (!done) return false
    await kept.put('parcels', done)
    if (done.state === 'sent') await forget(parcel)
    tell({ id: parcel.id })
  }
  return true
}

/** Tells every tab that something became of a report. */
export function tell(news: News): void {
  const channel = new BroadcastChannel(SENDING)
  channel.postMessage(news)
  channel.close()
}

async function forget({ city, id, body }: Parcel): Promise<void> {
  for (const photo of body.photos ?? []) await kept.drop('photos', photo)
  const draft = await kept.take<{ draft: { id: string } }>('drafts', city)
  if (draft?.draft.id === id) await kept.drop('drafts', city)
}

/** What became of a report; nothing when it has to wait. */
export async function deliver(parcel: Parcel, prove: Prove): Promise<Parcel | null> {
  if (!(await sendPhotos(parcel, prove, false))) return null
  let answered = await submit(parcel, prove)
  if (answered.status === 422 && lacksPhotos(answered.body)) {
    if (!(await sendPhotos(parcel, prove, true))) return null
    answered = await submit(parcel, prove)
  }
  // An earlier sending arrived and its answer was lost, and the draft was changed since: that report counts.
  if (isSentBefore(answered.status, answered.body)) answered = await receiptOf(parcel, answered)
  const { status, body } = answered
  if (isPassing(status) || body.challenge) return null
  if (status < 300) return { ...parcel, state: 'sent', receipt: body as Receipt }
  return { ...parcel, state: 'refused', refusal: { status, body } }
}

/** Photos that the server has not got yet, as far as this browser knows, or all of them. */
async function sendPhotos(parcel: Parcel, prove: Prove, all: boolean): Promise<boolean> {
  for (const id of parcel.body.photos ?? []) {
    const photo = await kept.take<kept.KeptPhoto>('photos', id).catch(() => undefined)
    if (!photo || (photo.sent && !all)) continue
    const type = photo.blob.type || 'application/octet-stream'
    const { status, body } = await ask(parcel, 'PUT', `/photos/${id}`, photo.blob, { 'content-type': type }, prove)
    if (isPassing(status) || body.challenge) return false
    if (status < 300) await kept.put('photos', { ...photo, sent: true })
  }
  return true
}

const submit = (parcel: Parcel, prove: Prove): Promise<Answered> =>
  ask(parcel, 'POST', '/reports', JSON.stringify(parcel.body), { 'content-type': 'application/json' }, prove)

async function receiptOf(parcel: Parcel, conflict: Answered): Promise<Answered> {
  const secret = parcel.body.secret
  const found = await ask(parcel, 'GET', `/reports/${parcel.id}`, null, { 'x-report-secret': secret }, async () => null)
  return found.status === 200 || isPassing(found.status) ? found : conflict
}

async function ask(
  parcel: Parcel, method: string, path: string, body: BodyInit | null, headers: Record<string, string>, prove: Prove,
): Promise<Answered> {
  const url = `/api/v1/cities/${encodeURIComponent(parcel.city)}${path}?language=${parcel.language}`
  for (let tries = 0, proof: string | null = null; ; tries++) {
    const said = { accept: 'application/json', ...headers, ...(method === 'GET' ? {} : { 'x-device': parcel.device }), ...(proof ? { 'x-proof': proof } : {}) }
    const answered = await once(url, { method, body, headers: said, credentials: 'same-origin' })
    const { challenge } = answered.body
    if (!challenge || tries === PROOFS) return answered
    proof = await prove(challenge)
    if (!proof) return answered
  }
}

async function once(url: string, init: RequestInit): Promise<Answered> {
  let response: Response
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) })
  } catch {
    return { status: 0, body: {} }
  }
  const body = (await response.json().catch(() => ({}))) as Answered['body']
  return { status: response.status, body }
}
