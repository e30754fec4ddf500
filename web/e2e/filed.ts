// Reports made without the wizard, for stories about what becomes of them.
import { randomBytes } from 'node:crypto'
import type { APIRequestContext, Page } from '@playwright/test'
import { another, expect } from './support'

export const CITY = '/api/v1/cities/small-town'
export const CENTRE = { lat: 57.6204, lon: 36.3992 }

/** Version 7, as the server asks of whoever names what it makes. */
export function id(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export type Made = { id: string; number: string }
let filed = 0

/** A report some metres from the others, a dozen in a row; a dark lamp unless it is something else. */
export async function file(request: APIRequestContext, description: string, type = 'road-street-lighting'): Promise<Made> {
  const report = {
    id: id(), type, description, language: 'ru', secret: randomBytes(16).toString('hex'), photos: [],
    place: { lat: CENTRE.lat + 0.0004 * (1 + (filed % 12)), lon: CENTRE.lon + 0.0006 * Math.floor(filed++ / 12) },
  }
  const answer = await request.post(`${CITY}/reports`, { data: report })
  expect(answer.status(), await answer.text()).toBe(201)
  return { id: report.id, number: ((await answer.json()) as { number: string }).number }
}

export type Seen = { version: number; status: string; assignee: { name: string } | null; department: { slug: string } }
export const seen = async (desk: Page, { id }: Made) => (await (await desk.request.get(`${CITY}/reports/${id}`)).json()) as Seen

/** Reports that the department of whoever works at the desk has: who owns the nearest post may be another. */
export async function fileFor(desk: Page, ...wanted: [description: string, type?: string][]): Promise<Made[]> {
  const { user } = (await (await desk.request.get('/api/v1/sessions/current')).json()) as { user: { department: { slug: string } } }
  const dispatcher = await another(desk, 'dispatcher')
  const made: Made[] = []
  for (const [description, type] of wanted) {
    const one = await file(desk.request, description, type)
    const { version, department } = await seen(dispatcher, one)
    if (department.slug !== user.department.slug) {
      const data = { to: 'assigned', seen_version: version, department: user.department.slug, note: 'Это их линия' }
      expect((await dispatcher.request.post(`${CITY}/reports/${one.id}/transitions`, { data })).ok()).toBe(true)
    }
    made.push(one)
  }
  await dispatcher.context().close()
  return made
}
