// One door to the server: JSON in, JSON or a Problem out.
import { prove, PROOFS } from '../proving.svelte'
import { deviceKey } from '../storage'
import { words } from '../words.svelte'
import { Problem } from './problem'
import type { ProblemBody } from './types'

/** What shows who asks, where no session does. */
export type Proof = {
  /** Proves who filed the report. */
  secret?: string | undefined
  /** The secret of a contractor's link: it leads to one case. */
  link?: string | undefined
  /** The secret of an invitation to be staff. */
  invite?: string | undefined
  /** The key from a mail, which leads to what the mail is about. */
  subscription?: string | undefined
}

export type Call = Proof & {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Record<string, string | number | undefined>
  body?: unknown
  /** Proves who gave the support that is taken back. */
  supportSecret?: string
  /** What a change is called: sent again under the same name it is not done again. */
  key?: string
  signal?: AbortSignal
  /** Has to arrive even when the page is left meanwhile. */
  keepalive?: boolean
}

export function proofHeaders({ secret, link, invite, subscription }: Proof): Record<string, string> {
  const all = { 'x-report-secret': secret, 'x-case-link': link, 'x-invite': invite, 'x-subscription': subscription }
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

export const within = (city: string, path: string) => `/cities/${encodeURIComponent(city)}${path}`

export function address(path: string, query: Call['query'] = {}): string {
  const params = new URLSearchParams({ language: words.language })
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  return `/api/v1${path}?${params}`
}

export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', ...proofHeaders(options) }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  if (options.method && options.method !== 'GET') headers['x-device'] = deviceKey()
  if (options.key) headers['idempotency-key'] = options.key
  if (options.supportSecret) headers['x-support-secret'] = options.supportSecret
  const init: RequestInit = { method: options.method ?? 'GET', headers, credentials: 'same-origin' }
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  if (options.signal) init.signal = options.signal
  if (options.keepalive) init.keepalive = true

  return proved(async (proof) => {
    if (proof) headers['x-proof'] = proof
    let response: Response
    try {
      response = await fetch(address(path, options.query), init)
    } catch (error) {
      if (options.signal?.aborted) throw error
      throw Problem.offline()
    }
    if (!response.ok) throw new Problem(response.status, await problemBody(response))
    const text = await response.text()
    return (text ? JSON.parse(text) : undefined) as T
  })
}

/** Sends, and where the server asks for a proof of work, finds it and sends the same again. */
async function proved<T>(send: (proof: string | null) => Promise<T>): Promise<T> {
  let proof: string | null = null
  for (let tries = 0; ; tries++) {
    try {
      return await send(proof)
    } catch (error) {
      if (!(error instanceof Problem) || !error.challenge || tries === PROOFS) throw error
      proof = await prove(error.challenge)
      if (!proof) throw error
    }
  }
}

async function problemBody(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody
  } catch {
    return { code: response.status === 503 ? 'unavailable' : 'internal' }
  }
}

/** Sends a photo and tells how far it got; `fetch` cannot tell that about sending. */
export const sendPhoto = (path: string, file: Blob, progress: (share: number) => void): Promise<void> =>
  proved((proof) => sendOnce(path, file, progress, proof))

function sendOnce(path: string, file: Blob, progress: (share: number) => void, proof: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', address(path))
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.setRequestHeader('x-device', deviceKey())
    if (proof) request.setRequestHeader('x-proof', proof)
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total)
    request.onerror = () => reject(Problem.offline())
    request.onload = () => {
      if (request.status < 300) return resolve()
      let body: ProblemBody = {}
      try {
        body = JSON.parse(request.responseText) as ProblemBody
      } catch {
        // Not ours: a proxy answered with something else than a problem.
      }
      reject(new Problem(request.status, body))
    }
    request.send(file)
  })
}
