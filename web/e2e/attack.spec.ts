import { another, expect, test } from './support'
import { randomBytes, randomUUID } from 'node:crypto'

// Whatever runs says so; what is only shown is harmless.
const HIT = "(window.top.hit=(window.top.hit||0)+1)"
const HOSTILE = [
  `<img src=x onerror="${HIT}">`,
  `<svg/onload=${HIT}>`,
  `"><script>${HIT}</script>`,
  `' autofocus onfocus='${HIT}' x='`,
  `javascript:${HIT}`,
  '{{constructor.constructor("' + HIT + '")()}}',
  '\u202e<b>\u200b</b>',
].join(' ')

test('hostile words in every field of a case run nowhere', async ({ page, baseURL }) => {
  const city = `${baseURL}/api/v1/cities/${process.env.CITY_SLUG ?? 'small-town'}`
  const json = { 'content-type': 'application/json', origin: baseURL!, 'sec-fetch-site': 'same-origin' }
  const secret = randomBytes(16).toString('hex')
  const id = randomUUID().replace(/^(.{14})4/, '$17')
  await page.goto('/')
  const filed = await page.request.post(`${city}/reports`, {
    headers: json,
    data: {
      id, secret, type: 'road-street-lighting', place: { lat: 57.6204, lon: 36.3992 }, language: 'en',
      description: HOSTILE, address: HOSTILE.slice(0, 290), contact: { name: HOSTILE.slice(0, 190), phone: HOSTILE.slice(0, 190) },
    },
  })
  expect(filed.status(), await filed.text()).toBe(201)
  const number = (await filed.json()).number as string

  const head = await another(page, 'head-lighting')
  const ask = async (what: string, data: Record<string, unknown>) => {
    const seen = await (await head.request.get(`${city}/reports/${id}`)).json()
    const answer = await head.request.post(`${city}/reports/${id}/${what}`, { headers: json, data: { seen_version: seen.version, ...data } })
    expect(answer.ok(), `${what}: ${await answer.text()}`).toBe(true)
    return answer.json()
  }
  await ask('publication', { text: 'published' })
  const link = await ask('links', { id: randomUUID(), name: HOSTILE.slice(0, 100) })
  await ask('subtasks', { id: randomUUID(), department: 'road-service', task: HOSTILE })
  await ask('transitions', { to: 'accepted', note: HOSTILE })
  await page.request.post(`${city}/reports/${id}/information`, { headers: { ...json, 'x-report-secret': secret }, data: { id: randomUUID(), text: HOSTILE } })

  const contractor = await another(page)
  const visits: [typeof page, string][] = [
    [head, '/desk'], [head, `/desk?text=${encodeURIComponent(HOSTILE)}`], [head, `/desk/${number}`], [head, `/reports/${number}`],
    [page, `/reports/${number}`], [page, '/'], [page, `/?category=${encodeURIComponent(HOSTILE)}#${encodeURIComponent(HOSTILE)}`],
    [page, `/reports/${encodeURIComponent(HOSTILE)}`], [contractor, `/link#${link.secret}`],
  ]
  for (const [who, path] of visits) {
    who.on('dialog', () => expect(path, 'a dialog of somebody else').toBe(''))
    await who.goto(path)
    await expect(who.locator('h1, h2, [role="status"]').first()).toBeAttached()
    await who.waitForLoadState('load')
    expect(await who.evaluate(() => (window as unknown as { hit?: number }).hit ?? 0), path).toBe(0)
    expect(await who.locator('img[src="x"], svg[onload], script:not([src]), [onfocus], [href^="javascript:"]').count(), path).toBe(0)
  }
  await head.goto(`/desk/${number}`)
  await expect(head.getByText('<img src=x').first(), 'it is shown as it was written').toBeVisible()
})
