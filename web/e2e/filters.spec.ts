import { expect, isAccessible, mapIsDrawn, prefer, test, THEMES } from './support'
import type { Page } from '@playwright/test'

type Card = { number: string; shape: string; type: { slug: string } }
type List = { reports: Card[]; total: number; shapes: Record<string, number> }

/** What the server says for the same words. */
async function asked(page: Page, words: string): Promise<List> {
  const answer = await page.request.get(`/api/v1/cities/small-town/reports?limit=200&${words}`)
  expect(answer.ok()).toBe(true)
  return answer.json() as Promise<List>
}
const rows = (page: Page) => page.locator('[data-number]')
const numbers = (page: Page) => rows(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-number')))
/** The whole town, so that the list is all there is. */
const wholeTown = '57.60,36.36,57.64,36.44'.split(',')

test('filters stand in the address: a reload and the way back keep them, and a link shows the same', async ({ page }) => {
  const open = await asked(page, 'category=roads&shape=work,overdue,new')
  expect(open.reports.length).toBeGreaterThan(1)
  await page.goto('/?category=roads&shape=work,overdue,new')
  await mapIsDrawn(page)
  const chosen = page.getByRole('region', { name: 'Выбранные фильтры' })
  await expect(chosen.getByRole('button', { name: /Новое, В работе, Просрочено/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Дороги', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => numbers(page).then((all) => all.length)).toBeGreaterThan(0)
  const known = new Set(open.reports.map((report) => report.number))
  for (const number of await numbers(page)) expect(known).toContain(number)

  const first = await rows(page).first().getAttribute('data-number')
  await rows(page).first().click()
  await page.getByRole('region', { name: 'Выбранное сообщение' }).getByRole('link', { name: 'История по шагам' }).click()
  await expect(page).toHaveURL(new RegExp(`/reports/${first}$`))
  await page.goBack()
  await expect(page).toHaveURL(/category=roads&shape=work,overdue,new/)
  await page.reload()
  await expect(chosen.getByRole('button', { name: /Новое, В работе, Просрочено/ })).toBeVisible()

  await chosen.getByRole('button', { name: 'Сбросить' }).click()
  await expect(chosen).toHaveCount(0)
  expect(new URL(page.url()).searchParams.has('shape')).toBe(false)
})

test('all filters are reached, chosen and taken back by the keyboard alone', async ({ page }) => {
  await page.goto('/')
  await mapIsDrawn(page)
  const opener = page.getByRole('button', { name: /^Все фильтры/ })
  await opener.focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Все фильтры' })
  await expect(sheet).toBeVisible()

  await sheet.getByRole('checkbox', { name: 'Решено' }).focus()
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/shape=resolved/)
  await sheet.getByRole('radio', { name: 'Как обычно' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d/)
  await page.keyboard.press('ArrowUp')
  await expect(page).not.toHaveURL(/from=/)
  await sheet.getByRole('radio', { name: 'Срок выдержан' }).focus()
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/kept=yes/)
  await sheet.getByRole('searchbox', { name: 'Найти вид проблемы' }).focus()
  await page.keyboard.type('освещение')
  await expect(sheet.getByRole('radio', { name: 'Не горит уличное освещение' })).toBeVisible()
  await expect(sheet.getByRole('radio', { name: 'Брошенный автомобиль' })).toHaveCount(0)
  await sheet.getByRole('radio', { name: 'Не горит уличное освещение' }).focus()
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/type=road-street-lighting/)
  await expect(sheet.getByRole('button', { name: /^Показать \d+ сообщени/ })).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(opener).toBeFocused()
  await expect(opener).toContainText('3')
  await page.getByRole('button', { name: 'Убрать: Срок выдержан' }).press('Enter')
  await expect(page).not.toHaveURL(/kept=/)
  await expect(opener).toBeFocused()
})

test('the list, the counts by shape and the map are the same reports', async ({ page }) => {
  const tiles: URL[] = []
  page.on('request', (request) => {
    if (request.url().includes('/tiles/small-town/reports/')) tiles.push(new URL(request.url()))
  })
  const lists: URL[] = []
  page.on('request', (request) => {
    if (/\/cities\/small-town\/reports\?/.test(request.url())) lists.push(new URL(request.url()))
  })
  await page.goto('/?category=yard&shape=new,work,soon,overdue,waiting,danger&kept=')
  await mapIsDrawn(page)
  await expect.poll(() => lists.length).toBeGreaterThan(0)
  const list = lists.at(-1)!
  for (const word of ['category', 'shape']) {
    for (const tile of tiles) expect(tile.searchParams.get(word), word).toBe(list.searchParams.get(word))
  }
  const same = (await (await page.request.get(list.href)).json()) as List
  await expect(page.getByRole('heading', { level: 2, name: /сообщени. здесь|сообщений здесь/ })).toContainText(String(same.total))
  expect(await numbers(page)).toEqual(same.reports.map((report) => report.number))
  const legend = page.locator('details', { hasText: 'Что значит форма' })
  const counted = await legend.locator('b').allInnerTexts()
  expect(counted.map(Number).reduce((sum, n) => sum + n, 0)).toBe(same.total)
})

test('a link that asks for what the city does not have says so, and nothing found says what to do', async ({ page }) => {
  await page.goto('/?type=no-such-type')
  await expect(page.getByRole('heading', { name: 'Такого фильтра здесь нет' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Сбросить' }).click()
  await expect(page.getByRole('heading', { name: 'Такого фильтра здесь нет' })).toHaveCount(0)
  await expect(rows(page).first()).toBeVisible()

  await page.goto('/?from=1980-01-01&to=1980-01-02')
  await expect(page.getByRole('heading', { name: 'Ничего не нашлось' })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: 'Сбросить' }).click()
  await expect(rows(page).first()).toBeVisible()
})

test('without a connection the list says so and comes again', async ({ page }) => {
  await page.route('**/api/**/cities/small-town/reports?**', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByRole('alert').getByRole('heading', { name: 'Нет связи' })).toBeVisible()
  await page.unroute('**/api/**/cities/small-town/reports?**')
  await page.getByRole('button', { name: 'Повторить' }).click()
  await expect(rows(page).first()).toBeVisible()
})

test('where the reader is tells how far each report is; a refusal is explained', async ({ page, context }) => {
  await page.goto('/')
  await mapIsDrawn(page)
  await page.getByRole('button', { name: 'Где я' }).click()
  await expect(page.getByText(/Браузер не сказал, где вы|Не видим, где вы/)).toBeVisible()

  const [south, west, north, east] = wholeTown.map(Number) as [number, number, number, number]
  await context.grantPermissions(['geolocation'])
  await context.setGeolocation({ latitude: (south + north) / 2, longitude: (west + east) / 2 })
  await page.getByRole('button', { name: 'Где я' }).click()
  await expect(rows(page).filter({ hasText: / м к /}).first()).toBeVisible()
})

test('a link to a case is given away and opens the same case', async ({ page, context }) => {
  const { reports } = await asked(page, 'shape=resolved&kept=yes')
  const number = reports[0]!.number
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.addInitScript(() => Object.defineProperty(navigator, 'share', { value: undefined }))
  await page.goto(`/?selected=${number}`)
  const card = page.getByRole('region', { name: 'Выбранное сообщение' })
  await card.getByRole('button', { name: 'Поделиться' }).click()
  await expect(card.getByRole('button', { name: 'Ссылка скопирована' })).toBeVisible()
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()))
  await expect(page).toHaveURL(new RegExp(`/reports/${number}$`))
  await expect(page.getByText('Срок выдержан.')).toBeVisible()
  await expect(page.getByText(/Обещали до \d+ .+, сделали \d+ /)).toBeVisible()
})

test('before and after lie beside each other or over each other, by keys too', async ({ page }) => {
  const { reports } = await asked(page, 'shape=resolved')
  const pairs = await Promise.all(reports.slice(0, 40).map(async ({ number }) => {
    const answer = await page.request.get(`/api/v1/cities/small-town/reports/by-number/${number}`)
    const { photos } = (await answer.json()) as { photos: { kind: string }[] }
    return ['before', 'after'].every((kind) => photos.some((photo) => photo.kind === kind)) ? number : null
  }))
  const number = pairs.find((one) => one !== null)
  expect(number, 'the demo has a case with both').toBeTruthy()
  await page.goto(`/reports/${number}`)
  const both = page.getByRole('region', { name: 'Было и стало' })
  await expect(both.getByRole('img')).toHaveCount(2)
  await both.getByRole('button', { name: 'Одно на другом' }).press('Enter')
  const edge = both.getByRole('slider')
  await expect(edge).toHaveAttribute('aria-valuetext', '«Было» видно на 50 %')
  await edge.press('ArrowRight')
  await expect(edge).toHaveAttribute('aria-valuetext', '«Было» видно на 55 %')
})

for (const theme of THEMES) {
  for (const language of ['ru', 'en'] as const) {
    test(`the filters can be used by everybody, ${theme}, ${language}`, async ({ page }) => {
      await prefer(page, { theme, language })
      await page.goto('/?category=roads&kept=yes&from=2026-01-01')
      await mapIsDrawn(page)
      await isAccessible(page)
      await page.getByRole('button', { name: language === 'ru' ? /^Все фильтры/ : /^All filters/ }).click()
      await isAccessible(page)
      await page.keyboard.press('Escape')
      await page.setViewportSize({ width: 320, height: 640 })
      await page.getByRole('button', { name: language === 'ru' ? /^Все фильтры/ : /^All filters/ }).click()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    })
  }
}
