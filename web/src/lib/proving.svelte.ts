// Proofs of work that the server asks for when much is sent: found in a worker, and shown while it goes on.
import type { Asked, Told } from './proof.worker'

type Challenge = { text: string; bits: number }

/** How many are being found, and how far the last one is, from 0 to 1. */
export const proving = $state({ running: 0, share: 0 })

/** How often in a row one request is worth a proof: its answer may be lost, and it counts once. */
export const PROOFS = 3

/** What goes into `x-proof`, or nothing where it cannot be found. */
export async function prove({ text, bits }: Challenge): Promise<string | null> {
  proving.running += 1
  proving.share = 0
  // A worker of our own origin, under a name that the content security policy lets in.
  const worker = new Worker(new URL('./proof.worker.ts', import.meta.url), { type: 'module' })
  try {
    const answer = await new Promise<number | null>((resolve, reject) => {
      worker.onerror = () => reject(new Error('no worker'))
      worker.onmessage = ({ data }: MessageEvent<Told>) => {
        if ('answer' in data) resolve(data.answer)
        // Half of all are found within 0.7 of 2^bits tries; the bar slows down and never lies that it is done.
        else proving.share = 1 - Math.exp(-data.tried / 2 ** bits)
      }
      worker.postMessage({ text, bits } satisfies Asked)
    })
    return answer === null ? null : `${text}:${answer}`
  } catch {
    return null
  } finally {
    worker.terminate()
    proving.running -= 1
  }
}
