// Everything a call can end with except its answer. `offline` is ours: no answer came at all.
import { has, t, type Key } from '../words.svelte'
import type { FieldError, ProblemBody } from './types'

export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly fields: FieldError[]
  readonly requestId: string | null
  /** What has to be solved before the server takes it. */
  readonly challenge: ProblemBody['challenge']
  readonly ban: ProblemBody['ban']

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? '')
    this.status = status
    this.code = body.code ?? (status === 0 ? 'offline' : 'internal')
    this.fields = body.errors ?? []
    this.requestId = body.request_id ?? null
    this.challenge = body.challenge
    this.ban = body.ban
  }

  static offline(): Problem {
    return new Problem(0, { code: 'offline' })
  }

  /** Anything thrown, as a Problem: only programming errors are not one already. */
  static of(error: unknown): Problem {
    return error instanceof Problem ? error : new Problem(500, { detail: String(error), code: 'internal' })
  }

  /** What happened and what to do next, in the reader's language. */
  get words(): string {
    if (this.message && this.code !== 'internal') return this.message
    const key = `error_${this.code}`
    return has(key) ? t(key as Key) : t('error_internal')
  }

  field(name: string): string | null {
    return this.fields.find((f) => f.field === name || f.field.startsWith(`${name}.`))?.message ?? null
  }
}
