// Being told what became of cases: by the browser, and by mail without an account.
import { call, within } from './call'
import type { KeepPush, Subscribe, Subscription } from './types'

export const pushKey = (city: string) => call<{ key: string }>(within(city, '/push-key'))
export const keepPush = (city: string, body: KeepPush) => call<void>(within(city, '/me/push'), { method: 'PUT', body })
export const dropPush = (city: string, endpoint: string) => call<void>(within(city, '/me/push'), { method: 'DELETE', body: { endpoint } })
export const keepReportPush = (city: string, id: string, body: KeepPush, secret?: string) =>
  call<void>(within(city, `/reports/${id}/push`), { method: 'PUT', body, secret })
export const dropReportPush = (city: string, id: string, endpoint: string, secret?: string) =>
  call<void>(within(city, `/reports/${id}/push`), { method: 'DELETE', body: { endpoint }, secret })

/** A mail comes with a link; nothing else is sent before it is opened. */
export const subscribe = (city: string, body: Subscribe) => call<void>(within(city, '/subscriptions'), { method: 'POST', body })

/** What the link of a mail leads to; `key` comes with it. */
export const subscription = (city: string, id: string, key: string) =>
  call<Subscription>(within(city, `/subscriptions/${id}`), { subscription: key })
export const confirmSubscription = (city: string, id: string, key: string) =>
  call<Subscription>(within(city, `/subscriptions/${id}`), { method: 'PUT', subscription: key })
export const endSubscription = (city: string, id: string, key: string) =>
  call<void>(within(city, `/subscriptions/${id}`), { method: 'DELETE', subscription: key })
