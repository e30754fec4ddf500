import { createHash } from 'node:crypto'
import { expect, fillWizard, test } from './support'
import { findProblems } from './axe'

const problem = (status: number, body: object) => ({
  status, contentType: 'application/problem+json', body: JSON.stringify({ status, ...body }),
})

test('a proof that the server asks for is found in a worker, seen, and sent along', async ({ page }) => {
  await fillWizard(page, { type: 'освещение', description: 'Снова темно' })
  const text = `1.report.18.1763284800.${'ab'.repeat(16)}.${'cd'.repeat(32)}`
  const sent: { id: string; proof: string | undefined; device: string | undefined }[] = []
  await page.route('**/reports?*', async (route) => {
    const request = route.request()
    if (request.method() !== 'POST') return route.continue()
    const { 'x-proof': proof, 'x-device': device } = request.headers()
    sent.push({ id: (request.postDataJSON() as { id: string }).id, proof, device })
    if (sent.length > 1) return route.continue()
    const challenge = { text, bits: 18, expires_at: '2100-01-01T00:00:00Z' }
    return route.fulfill(problem(429, { code: 'proof_needed', detail: 'Отправлено много.', challenge }))
  })
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByRole('progressbar', { name: 'Проверяем, что вы не робот' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  expect(sent).toHaveLength(2)
  expect(sent[0]).toEqual({ ...sent[1], proof: undefined })
  expect(sent[0]!.device).toMatch(/^[0-9a-f]{32}$/)
  expect(sent[1]!.proof!.startsWith(`${text}:`)).toBe(true)
  expect(createHash('sha256').update(sent[1]!.proof!).digest().readUInt32BE(0) >>> 14).toBe(0)
})

test('who is banned reads why and until when, and appeals once', async ({ page }) => {
  await fillWizard(page, { type: 'освещение', description: 'Темно' })
  const ban = {
    id: '01890000-0000-7000-8000-000000000001', reason: 'Оскорбления в каждом сообщении.', until: '2100-01-01T09:00:00Z',
    appeal: 'open', answer: null, token: 'ab'.repeat(16),
  }
  await page.route('**/reports?*', (route) =>
    route.request().method() === 'POST' ? route.fulfill(problem(403, { code: 'banned', detail: 'Закрыто.', ban })) : route.continue(),
  )
  let appealed: unknown
  await page.route('**/bans/*/appeal?*', (route) => {
    appealed = route.request().postDataJSON()
    return route.fulfill({ json: { ...ban, appeal: 'waiting' } })
  })
  await page.getByRole('button', { name: 'Отправить', exact: true }).click()
  const card = page.getByRole('region', { name: 'Отправка закрыта' })
  await expect(card.getByText('Оскорбления в каждом сообщении.')).toBeVisible()
  await card.getByRole('button', { name: 'Отправить возражение' }).click()
  await expect(card.getByLabel('Почему это ошибка')).toHaveAttribute('aria-invalid', 'true')
  await card.getByLabel('Почему это ошибка').fill('Это писал не я')
  expect(await findProblems(page)).toEqual([])
  await card.getByRole('button', { name: 'Отправить возражение' }).click()
  await expect(card.getByText('Возражение отправлено.')).toBeVisible()
  expect(appealed).toEqual({ token: ban.token, text: 'Это писал не я' })
})
