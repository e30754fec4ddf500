// Being told by the browser itself: its subscription is tied to the city's key, and handed to the city for one report or
// for an account.
import * as api from './api'
import type { Language } from './api'

export type Standing = 'no' | 'off' | 'on' | 'denied'

const WORKER = '/worker.js'

/** Whether this browser can be told at all; an iPhone can once the page is on its home screen. */
export const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

const registration = () => navigator.serviceWorker.getRegistration('/')

async function subscription(): Promise<PushSubscription | null> {
  return canPush() ? ((await (await registration())?.pushManager.getSubscription()) ?? null) : null
}

/** Where a browser is told what; the city does not say whom it tells. */
const ON = 'push-on'
const kept = (): string[] => JSON.parse(localStorage.getItem(ON) ?? '[]') as string[]
function keep(about: string, on: boolean): void {
  const others = kept().filter((one) => one !== about)
  localStorage.setItem(ON, JSON.stringify(on ? [...others, about] : others))
}

/** How it stands with one report, or with `me`. */
export async function standing(about: string): Promise<Standing> {
  if (!canPush()) return 'no'
  if (Notification.permission === 'denied') return 'denied'
  return kept().includes(about) && (await subscription()) ? 'on' : 'off'
}

const text = (key: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const bytes = (base64: string) => Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

/** Asks for permission, which only a press may do, and hands the subscription over. */
export async function turnOn(city: string, about: string, language: Language, secret?: string): Promise<Standing> {
  if ((await Notification.requestPermission()) !== 'granted') return Notification.permission === 'denied' ? 'denied' : 'off'
  const worker = (await registration()) ?? (await navigator.serviceWorker.register(WORKER))
  await navigator.serviceWorker.ready
  const { key } = await api.pushKey(city)
  const before = await worker.pushManager.getSubscription()
  // Tied to a key that the city replaced: nothing would come by it.
  if (before && text(before.options.applicationServerKey) !== key) await before.unsubscribe()
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) })
  const body = { endpoint: made.endpoint, p256dh: text(made.getKey('p256dh')), auth: text(made.getKey('auth')), key, language }
  await (about === 'me' ? api.keepPush(city, body) : api.keepReportPush(city, about, body, secret))
  keep(about, true)
  return 'on'
}

export async function turnOff(city: string, about: string, secret?: string): Promise<Standing> {
  const made = await subscription()
  if (made) await (about === 'me' ? api.dropPush(city, made.endpoint) : api.dropReportPush(city, about, made.endpoint, secret))
  keep(about, false)
  return 'off'
}
