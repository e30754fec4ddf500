// A proof of work, as domain/src/proof.rs checks it: a number such that the SHA-256 of "challenge:number" begins
// with so many zero bits. Our own SHA-256 (FIPS 180-4): the browser's answers each hash with a promise, which takes
// ten times as long for so many small ones.

const K = new Uint32Array(64)
const START = new Uint32Array(8)
{
  // The first 32 bits of the fractional parts of the cube and square roots of the first primes.
  const fraction = (x: number) => ((x - Math.floor(x)) * 2 ** 32) >>> 0
  let found = 0
  for (let n = 2; found < 64; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (!prime) continue
    if (found < 8) START[found] = fraction(Math.sqrt(n))
    K[found++] = fraction(Math.cbrt(n))
  }
}

const schedule = new Uint32Array(64)
const turned = (x: number, by: number) => (x >>> by) | (x << (32 - by))

/** Takes one block of 64 bytes, from `at` on, into the state. */
function take(state: Uint32Array, bytes: Uint8Array, at: number): void {
  const w = schedule
  for (let i = 0; i < 16; i++) {
    const p = at + i * 4
    w[i] = (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!
  }
  for (let i = 16; i < 64; i++) {
    const near = w[i - 2]!
    const far = w[i - 15]!
    const s1 = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10)
    const s0 = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0
    const t2 = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = (state[i]! + next[i]!) | 0
}

/** The hash of `text`, of which the blocks that do not change are taken once. */
function hasher(prefix: string): (end: string) => Uint32Array {
  const encoder = new TextEncoder()
  const fixed = encoder.encode(prefix)
  const whole = fixed.length - (fixed.length % 64)
  const begun = START.slice()
  for (let at = 0; at < whole; at += 64) take(begun, fixed, at)
  const rest = fixed.subarray(whole)
  const state = new Uint32Array(8)
  return (end) => {
    const tail = encoder.encode(end)
    const length = rest.length + tail.length
    const padded = new Uint8Array(Math.ceil((length + 9) / 64) * 64)
    padded.set(rest)
    padded.set(tail, rest.length)
    padded[length] = 0x80
    new DataView(padded.buffer).setUint32(padded.length - 4, (whole + length) * 8)
    state.set(begun)
    for (let at = 0; at < padded.length; at += 64) take(state, padded, at)
    return state
  }
}

export const sha256 = (text: string): string =>
  Array.from(hasher('')(text), (word) => word.toString(16).padStart(8, '0')).join('')

function zeros(hash: Uint32Array): number {
  let count = 0
  for (const word of hash) {
    count += Math.clz32(word)
    if (word !== 0) break
  }
  return count
}

/** Nobody honest asks for more: it would take an hour. */
export const BITS_MAX = 26

/** The smallest number that solves it; tells now and then how many were tried. */
export function solve(text: string, bits: number, tried: (count: number) => void = () => {}): number | null {
  if (bits > BITS_MAX) return null
  const hash = hasher(`${text}:`)
  for (let answer = 0; ; answer++) {
    if (zeros(hash(String(answer))) >= bits) return answer
    if (answer % 8192 === 8191) tried(answer + 1)
  }
}
