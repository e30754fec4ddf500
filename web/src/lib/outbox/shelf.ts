// What this browser keeps of the round for when there is no network.
import { shelf } from '../shelf'

export const { put, take, all, drop, clear } = shelf('round', ['deeds', 'cases', 'rounds'])

/** Nothing of the city's cases stays in a browser that somebody signed out of; what they did and could not send yet does. */
export async function forgetRound(): Promise<void> {
  if (!('indexedDB' in globalThis)) return
  try {
    await Promise.all([clear('cases'), clear('rounds')])
  } catch {
    // There is nothing to forget where nothing can be kept.
  }
}
