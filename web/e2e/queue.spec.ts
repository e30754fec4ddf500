import { randomBytes } from 'node:crypto'
import type { APIRequestContext, Page } from '@playwright/test'
import { another, expect, isAccessible, mapIsDrawn, prefer, signIn, test } from './support'

const CITY = '/api/v1/cities/small-town'
const CENTRE = { lat: 57.6204, lon: 36.3992 }

/** Version 7, as the server asks of whoever names what it makes. */
function id(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

type Made = { id: string; number: string }
let filed = 0

/** A dark lamp of the city's lighting service, some metres from the others. */
async function file(request: APIRequestContext, description: string): Promise<Made> {
  const report = {
    id: id(), type: 'road-street-lighting', description, language: 'ru', secret: randomBytes(16).toString('hex'), photos: [],
    place: { lat: CENTRE.lat + 0.0004 * ++filed, lon: CENTRE.lon },
  }
  const answer = await request.post(`${CITY}/reports`, { data: report })
  expect(answer.status(), await answer.text()).toBe(201)
  return { id: report.id, number: ((await answer.json()) as { number: string }).number }
}

type Seen = { version: number; status: string; assignee: { name: string } | null; department: { slug: string } }
const seen = async (desk: Page, { id }: Made) => (await (await desk.request.get(`${CITY}/reports/${id}`)).json()) as Seen

/** Whoever owns the nearest post has it; these stories are about one service. */
async function fileFor(desk: Page, description: string): Promise<Made> {
  const made = await file(desk.request, description)
  const dispatcher = await another(desk, 'dispatcher')
  const { version, department } = await seen(dispatcher, made)
  if (department.slug !== 'gorsvet') {
    const mine = (await (await desk.request.get('/api/v1/sessions/current')).json()) as { user: { department: { slug: string } } }
    if (department.slug !== mine.user.department.slug) {
      const data = { to: 'assigned', seen_version: version, department: mine.user.department.slug, note: 'Это их линия' }
      expect((await dispatcher.request.post(`${CITY}/reports/${made.id}/transitions`, { data })).ok()).toBe(true)
    }
  }
  await dispatcher.context().close()
  return made
}

const row = (desk: Page, { number }: Made) => desk.locator(`.queue [data-number="${number}"]`)
const rows = (desk: Page) => desk.locator('.queue [data-number]')
const bar = (desk: Page) => desk.getByRole('region', { name: 'С выбранными' })
const queue = (desk: Page) => desk.getByRole('region', { name: 'Очередь', exact: true })

test('a morning at the queue by the keyboard alone', async ({ page: desk }) => {
  await signIn(desk, 'head-lighting')
  const made = [await fileFor(desk, 'Не горит у школы'), await fileFor(desk, 'Не горит у почты'), await fileFor(desk, 'Не горит у рынка')]
  await desk.goto('/desk')
  await rows(desk).first().waitFor()

  await test.step('tabs by number, rows by J and K, a choice of several', async () => {
    await desk.keyboard.press('2')
    await expect(desk).toHaveURL(/\/desk\?tab=new$/)
    await expect(desk.getByRole('link', { name: /^Новые/ })).toHaveAttribute('aria-current', 'page')
    for (const one of made) await expect(row(desk, one)).toBeVisible()
    await desk.keyboard.press('j')
    await expect(rows(desk).first()).toBeFocused()
    await desk.keyboard.press('Enter')
    await expect(desk.getByRole('region', { name: 'Сообщение', exact: true }).getByRole('heading', { level: 2 })).toBeFocused()
    await desk.keyboard.press('Escape')
    await expect(rows(desk).first()).toBeFocused()
    await desk.keyboard.press('Escape')
    await expect(desk).toHaveURL(/\/desk\?tab=new$/)
    await expect(rows(desk).first()).toBeFocused()
    await desk.keyboard.press('x')
    await desk.keyboard.press('Shift+J')
    await expect(bar(desk)).toContainText('Выбрано 2 сообщения')
    await desk.keyboard.press('Escape')
    await expect(bar(desk)).toBeHidden()
    await mapIsDrawn(desk)
    await desk.keyboard.press('m')
    await expect(desk.locator('.map canvas')).toBeFocused()
    await desk.keyboard.press('Escape')
    await expect(rows(desk).first()).toBeFocused()
  })

  await test.step('many are accepted, taken back before anybody knows, and accepted', async () => {
    for (const one of made.slice(0, 2)) {
      await row(desk, one).focus()
      await desk.keyboard.press('x')
    }
    await desk.keyboard.press('a')
    await expect(queue(desk).getByText('«Принять»: 2 сообщения. Ещё можно отменить')).toBeVisible()
    await desk.keyboard.press('z')
    await expect(queue(desk).getByText('Ещё можно отменить')).toBeHidden()
    await expect(bar(desk)).toContainText('Выбрано 2 сообщения')
    for (const one of made) expect((await seen(desk, one)).status).toBe('assigned')

    await desk.keyboard.press('a')
    await desk.getByRole('button', { name: 'Сразу' }).press('Enter')
    await expect(queue(desk).getByText('«Принять»: 2 сообщения', { exact: true })).toBeVisible()
    for (const one of made.slice(0, 2)) expect((await seen(desk, one)).status).toBe('accepted')
    expect((await seen(desk, made[2]!)).status).toBe('assigned')
    await expect(row(desk, made[0]!)).toHaveCount(0)
    await expect(row(desk, made[2]!)).toBeVisible()
  })

  await test.step('a case is given to a person, and given back', async () => {
    await row(desk, made[2]!).focus()
    await desk.keyboard.press('x')
    await desk.keyboard.press('g')
    const dialog = desk.getByRole('dialog', { name: 'Кто займётся?' })
    await dialog.getByRole('radio').first().press('Space')
    await dialog.getByRole('button', { name: 'Назначить', exact: true }).press('Enter')
    await expect(row(desk, made[2]!)).toContainText('Исполнитель:')
    expect((await seen(desk, made[2]!)).assignee).not.toBeNull()
    await desk.keyboard.press('z')
    await expect(row(desk, made[2]!)).not.toContainText('Исполнитель:')
    expect((await seen(desk, made[2]!)).assignee).toBeNull()
  })

  await test.step('filters stand in the address, are kept under a name, applied, renamed and forgotten', async () => {
    await desk.keyboard.press('f')
    const dialog = desk.getByRole('dialog', { name: 'Фильтры' })
    await dialog.getByRole('searchbox', { name: /^Вид проблемы/ }).fill('уличное')
    await dialog.getByRole('checkbox', { name: 'Не горит уличное освещение' }).press('Space')
    await dialog.getByRole('combobox', { name: 'Исполнитель' }).selectOption('none')
    await dialog.getByRole('button', { name: 'Показать' }).press('Enter')
    await expect(desk).toHaveURL(/tab=new&type=road-street-lighting&assignee=none$/)
    const address = new URL(desk.url()).search
    const menu = desk.getByRole('button', { name: 'Мои фильтры' })
    await menu.press('Enter')
    await desk.getByRole('button', { name: 'Сохранить или изменить…' }).press('Enter')
    const keep = desk.getByRole('dialog', { name: 'Мои фильтры' })
    await keep.getByRole('textbox', { name: 'Назовите то, что сейчас на экране' }).fill('Ничьи фонари')
    await desk.keyboard.press('Enter')
    await expect(keep).toBeHidden()
    await desk.getByRole('button', { name: 'Сбросить фильтры' }).press('Enter')
    await expect(desk).toHaveURL(/\?tab=new$/)
    await desk.keyboard.press('1')
    await desk.reload()
    await rows(desk).first().waitFor()
    await menu.press('Enter')
    await desk.getByRole('button', { name: 'Ничьи фонари' }).press('Enter')
    await expect.poll(() => new URL(desk.url()).search).toBe(address)

    await menu.press('Enter')
    await desk.getByRole('button', { name: 'Сохранить или изменить…' }).press('Enter')
    await keep.getByRole('textbox', { name: 'Название «Ничьи фонари»' }).fill('Утро')
    await desk.keyboard.press('Enter')
    await expect(keep.getByText('Сохранили «Утро»')).toBeVisible()
    await keep.getByRole('button', { name: 'Удалить «Утро»' }).press('Enter')
    await expect(keep.getByText('Удалили «Утро»')).toBeVisible()
    await desk.keyboard.press('Escape')
    await menu.press('Enter')
    await expect(desk.getByRole('button', { name: 'Утро' })).toHaveCount(0)
    await desk.keyboard.press('Escape')
  })

  await test.step('the sheet of keys; the search opens the only one it finds', async () => {
    await desk.keyboard.press('?')
    await expect(desk.getByRole('dialog', { name: 'Все клавиши' })).toBeVisible()
    await desk.keyboard.press('Escape')
    await expect(desk.getByRole('dialog')).toHaveCount(0)
    await desk.keyboard.press('1')
    await desk.keyboard.press('/')
    await expect(desk.getByRole('searchbox', { name: /^Поиск/ })).toBeFocused()
    await desk.keyboard.type(`№ ${made[1]!.number}`)
    await desk.keyboard.press('Enter')
    await expect(desk).toHaveURL(new RegExp(`/desk/${made[1]!.number}\\?.*text=`))
    await expect(row(desk, made[1]!)).toBeFocused()
  })
})

test('of many cases each is told by itself', async ({ page: desk }) => {
  await signIn(desk, 'head-lighting')
  const made = [await fileFor(desk, 'Темно у моста'), await fileFor(desk, 'Темно у бани')]
  // Without live events this desk keeps looking at what somebody else has changed.
  await desk.route('**/api/**/events*', (route) => route.abort())
  await desk.goto('/desk?tab=new')
  for (const one of made) await desk.getByRole('checkbox', { name: `Выбрать № ${one.number}` }).check()
  const other = await another(desk, 'lighting')
  const { version } = await seen(other, made[0]!)
  await other.request.post(`${CITY}/reports/${made[0]!.id}/transitions`, { data: { to: 'accepted', seen_version: version } })
  await bar(desk).getByRole('button', { name: 'Принять' }).click()
  await desk.getByRole('button', { name: 'Сразу' }).click()
  await expect(queue(desk).getByText('«Принять»: 1 сообщение', { exact: true })).toBeVisible()
  await expect(queue(desk).getByText('Не вышло: 1 сообщение')).toBeVisible()
  await queue(desk).getByRole('button', { name: `№ ${made[0]!.number}` }).click()
  await expect(desk.getByRole('region', { name: 'Сообщение', exact: true }).getByText(`№ ${made[0]!.number}`)).toBeVisible()
  expect((await seen(desk, made[1]!)).status).toBe('accepted')
  await other.context().close()
})

test('what happens elsewhere shows without moving anything', async ({ page: desk }) => {
  await signIn(desk, 'dispatcher')
  const known = await file(desk.request, 'Мигает у аптеки')
  await desk.goto('/desk?sort=newest')
  await row(desk, known).waitFor()
  const at = rows(desk).nth(20)
  await at.focus()
  await desk.keyboard.press('x')
  const place = () => desk.evaluate(() => {
    const active = document.activeElement as HTMLElement
    return { number: active.dataset.number, top: Math.round(active.getBoundingClientRect().top), chosen: document.querySelectorAll('.queue li input:checked').length }
  })
  const before = await place()
  expect(before.chosen).toBe(1)

  const fresh = await file(desk.request, 'Погас у вокзала')
  await expect(queue(desk).getByText('1 новое сообщение')).toBeVisible()
  await expect(row(desk, fresh)).toHaveCount(0)
  expect((await place()).number).toBe(before.number)
  const { version } = await seen(desk, known)
  await desk.request.post(`${CITY}/reports/${known.id}/transitions`, { data: { to: 'accepted', seen_version: version } })
  await expect(row(desk, known).locator('.unseen').filter({ hasText: 'В работе' })).toHaveCount(1)
  // The line that tells of new ones stands above the list, and the list gives way below its own head.
  const after = await place()
  expect({ ...after, top: 0 }).toEqual({ ...before, top: 0 })
  expect(Math.abs(after.top - before.top)).toBeLessThan(60)

  await desk.keyboard.press('n')
  await expect(row(desk, fresh)).toBeFocused()
  await expect(row(desk, fresh)).toContainText('Новое в списке')
  await expect(rows(desk).first()).toHaveAttribute('data-number', fresh.number)

  // In the tab of new ones, a case that somebody took leaves, unless one is at it.
  await desk.goto('/desk?tab=new&sort=newest')
  await row(desk, fresh).click()
  const seenNow = await seen(desk, fresh)
  await desk.request.post(`${CITY}/reports/${fresh.id}/transitions`, { data: { to: 'accepted', seen_version: seenNow.version } })
  await expect(row(desk, fresh)).toContainText('Уже не в этом списке')
  await desk.keyboard.press('j')
  await expect(row(desk, fresh)).toHaveCount(0)
})

test('the nearest first is a map in words', async ({ page: desk }) => {
  await signIn(desk, 'dispatcher')
  await desk.goto(`/desk?sort=nearest&near=${CENTRE.lat},${CENTRE.lon}`)
  await rows(desk).first().waitFor()
  await expect(queue(desk).getByRole('heading', { name: /^До 300 метров/ })).toBeVisible()
  await expect(rows(desk).filter({ hasText: /\d+ м к (северу|югу|востоку|западу|северо|юго)/ }).first()).toBeVisible()
  await desk.getByRole('combobox', { name: 'Порядок' }).selectOption('deadline')
  await expect(desk).toHaveURL(/\/desk$/)
})

test('a lost connection leaves the list as it was', async ({ page: desk }) => {
  await signIn(desk, 'dispatcher')
  await rows(desk).first().waitFor()
  const first = await rows(desk).first().getAttribute('data-number')
  await desk.route('**/desk/reports*', (route) => route.abort())
  await desk.getByRole('link', { name: /^В работе/ }).click()
  await expect(queue(desk).getByRole('alert')).toBeVisible()
  await desk.unroute('**/desk/reports*')
  await queue(desk).getByRole('button', { name: 'Повторить' }).click()
  await expect(queue(desk).getByRole('alert')).toBeHidden()
  await desk.getByRole('link', { name: /^Очередь/ }).click()
  await expect(rows(desk).first()).toHaveAttribute('data-number', first!)
  // Told that something happened, and not answered: what is there stays, and says that it may be old.
  await desk.route('**/desk/reports*', (route) => route.abort())
  await file(desk.request, 'Темно у пруда')
  await expect(queue(desk).getByRole('alert')).toContainText('Нет связи')
  await expect(rows(desk).first()).toHaveAttribute('data-number', first!)
  await desk.unroute('**/desk/reports*')
  await queue(desk).getByRole('button', { name: 'Повторить' }).click()
  await expect(queue(desk).getByRole('alert')).toBeHidden()
  await desk.goto('/desk?type=gone')
  await expect(desk.getByRole('heading', { name: 'Такого фильтра больше нет' })).toBeVisible()
  await desk.getByRole('button', { name: 'Показать всю очередь' }).click()
  await expect(rows(desk).first()).toBeVisible()
})

for (const [theme, language] of [['light', 'ru'], ['dark', 'en'], ['contrast', 'ru']] as const) {
  test(`every state of the queue passes axe, ${theme}, ${language}`, async ({ page: desk }) => {
    await signIn(desk, 'head-lighting')
    await prefer(desk, { theme, language })
    await desk.goto('/desk')
    await rows(desk).first().waitFor()
    await mapIsDrawn(desk)
    await isAccessible(desk)
    for (const key of ['f', '?']) {
      await desk.keyboard.press(key)
      await desk.getByRole('dialog').waitFor()
      await isAccessible(desk)
      await desk.keyboard.press('Escape')
      await expect(desk.getByRole('dialog')).toHaveCount(0)
    }
    await desk.keyboard.press('j')
    await desk.keyboard.press('x')
    await desk.locator('.bar .box > button').click()
    await isAccessible(desk)
    await desk.keyboard.press('Escape')
    await desk.setViewportSize({ width: 390, height: 844 })
    await desk.goto(`/desk?sort=nearest&near=${CENTRE.lat},${CENTRE.lon}&assignee=none`)
    await rows(desk).first().waitFor()
    await isAccessible(desk)
    expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await desk.goto('/desk?text=абракадабра')
    await desk.getByRole('heading', { level: 2 }).nth(1).waitFor()
    await isAccessible(desk)
  })
}
