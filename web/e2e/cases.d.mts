import type { Browser } from '@playwright/test'

export type Made = { id: string; number: string; secret: string; place: { lat: number; lon: number } }
type Account = { login: string; password: string }
type City = { slug: string; center: { lat: number; lon: number } }

export function makeCases(
  browser: Browser, base: string, city: City, accounts: Account[], picture: Buffer,
): Promise<Record<'asked' | 'news' | 'done' | 'away' | 'merged' | 'disputed', Made> & { round: Made[] }>
