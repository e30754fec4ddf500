// Where and when a camera says that it took a photo (Exif 2.32, 4.6.6). It is read before the photo is encoded anew,
// which leaves it behind; what cannot be read says nothing.
import type { Place } from './api/types'

export type Shot = { place: Place | null; taken: string | null }
const NOTHING: Shot = { place: null, taken: null }

/** Bytes in which cameras put it: in front of the picture, of HEIC within the first box. */
export const HEAD = 512 * 1024

const MARK = [0x45, 0x78, 0x69, 0x66, 0, 0]
const GPS = 0x8825
const EXIF = 0x8769
const TAKEN = 0x9003
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4]
const ENTRIES_MAX = 512

export function readShot(bytes: Uint8Array): Shot {
  try {
    const at = find(bytes)
    return at === null ? NOTHING : read(new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at))
  } catch {
    return NOTHING
  }
}

/** Where the TIFF header after `Exif\0\0` begins. */
function find(bytes: Uint8Array): number | null {
  for (let at = bytes.indexOf(MARK[0]!); at >= 0; at = bytes.indexOf(MARK[0]!, at + 1)) {
    if (MARK.every((byte, i) => bytes[at + i] === byte)) {
      const order = String.fromCharCode(bytes[at + 6] ?? 0, bytes[at + 7] ?? 0)
      if (order === 'II' || order === 'MM') return at + 6
    }
  }
  return null
}

function read(tiff: DataView): Shot {
  const little = tiff.getUint16(0) === 0x4949
  const u16 = (at: number) => tiff.getUint16(at, little)
  const u32 = (at: number) => tiff.getUint32(at, little)
  /** Where the values of each tag of a directory are. */
  const directory = (at: number): Map<number, { at: number; count: number }> => {
    const found = new Map<number, { at: number; count: number }>()
    const entries = Math.min(u16(at), ENTRIES_MAX)
    for (let i = 0; i < entries; i++) {
      const entry = at + 2 + i * 12
      const [kind, count] = [u16(entry + 2), u32(entry + 4)]
      const size = count * ({ 2: 1, 3: 2, 4: 4, 5: 8 }[kind] ?? 1)
      found.set(u16(entry), { at: size > 4 ? u32(entry + 8) : entry + 8, count })
    }
    return found
  }
  const letters = ({ at, count }: { at: number; count: number }) =>
    String.fromCharCode(...Array.from({ length: Math.min(count, 32) }, (_, i) => tiff.getUint8(at + i))).replace(/\0.*$/, '')
  const degrees = (value: { at: number } | undefined, ref: { at: number; count: number } | undefined, negative: string): number | null => {
    if (!value || !ref) return null
    const part = (i: number) => u32(value.at + i * 8) / u32(value.at + i * 8 + 4)
    const sum = part(0) + part(1) / 60 + (Number.isFinite(part(2)) ? part(2) : 0) / 3600
    return Number.isFinite(sum) ? (letters(ref).toUpperCase() === negative ? -sum : sum) : null
  }

  const root = directory(u32(4))
  const [gpsAt, exifAt] = [root.get(GPS), root.get(EXIF)]
  const gps = gpsAt ? directory(u32(gpsAt.at)) : new Map<number, { at: number; count: number }>()
  const taken = exifAt ? directory(u32(exifAt.at)).get(TAKEN) : undefined
  const lat = degrees(gps.get(LAT), gps.get(LAT_REF), 'S')
  const lon = degrees(gps.get(LON), gps.get(LON_REF), 'W')
  const there = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
  return { place: there ? { lat, lon } : null, taken: taken ? localTime(letters(taken)) : null }
}

/** `2026:11:22 10:18:03` as an ISO time without a zone: cameras do not say where they are. */
function localTime(text: string): string | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text)
  return found ? `${found[1]}-${found[2]}-${found[3]}T${found[4]}:${found[5]}:${found[6]}` : null
}
