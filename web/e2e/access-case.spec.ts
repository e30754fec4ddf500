import { keepDraft } from './draft.mjs'
import type { Page } from '@playwright/test'
import { makeCases } from './cases.mjs'
import { expect, isAccessible, mapIsDrawn, photo, prefer, signIn, test, THEMES } from './support'

type Cases = Awaited<ReturnType<typeof makeCases>>
let cases: Cases
let slug = ''

test.beforeAll(async ({ browser, baseURL }) => {
  const page = await (await browser.newContext({ baseURL: baseURL! })).newPage()
  const said = async (path: string) => (await page.request.get(`/api/v1${path}`)).json()
  const city = (await said('/cities')).cities[0]
  const { accounts } = await said('/demo')
  slug = city.slug
  await page.goto('/sign-in')
  cases = await makeCases(browser, baseURL!, city, accounts, (await photo(page, '#4a6b73')).buffer)
  await page.context().close()
})

/** The dialog that a button opens is looked at, then closed. */
async function dialog(page: Page, open: () => Promise<void>): Promise<void> {
  await open()
  await page.getByRole('dialog').waitFor()
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
const press = (page: Page, name: string) => () => page.getByRole('button', { name, exact: true }).first().click()

async function residents(page: Page): Promise<void> {
  await page.goto(`/reports/${cases.news.number}`)
  await expect(page.getByRole('list', { name: 'Что важно знать' })).toBeVisible()
  await isAccessible(page)
  const own = Object.values(cases).flat().map((made) => ({ ...made, city: slug, sent_at: '' }))
  await page.evaluate((kept) => localStorage.setItem('own-reports', JSON.stringify(kept)), own)
  await page.goto(`/reports/${cases.asked.number}`)
  await expect(page.getByRole('region', { name: 'Нужен ваш ответ' })).toBeVisible()
  await isAccessible(page)
  await dialog(page, press(page, 'Ответить'))
  await dialog(page, press(page, 'Отозвать…'))
  await page.goto(`/reports/${cases.done.number}`)
  await dialog(page, press(page, 'Да, решено'))
  await dialog(page, press(page, 'Не согласен…'))
  await isAccessible(page)
  await page.evaluate(() => localStorage.removeItem('own-reports'))
}

async function nearby(page: Page): Promise<void> {
  await page.goto('/me')
  await keepDraft(page, slug, { step: 1, place: cases.news.place, type: 'road-street-lighting' })
  await page.goto('/report')
  await page.getByRole('button', { name: 'Дальше' }).click()
  await expect(page.getByRole('region', { name: 'Не одно из этих?' })).toBeVisible()
  await isAccessible(page)
  await page.goto('/me')
  await keepDraft(page, slug, null)
}

async function desk(page: Page): Promise<void> {
  await page.goto(`/desk/${cases.news.number}`)
  if ((page.viewportSize()?.width ?? 0) > 1000) await mapIsDrawn(page)
  const chosen = (name: string) => async () => {
    await press(page, 'Ещё')()
    await press(page, name)()
  }
  await dialog(page, press(page, 'Продлить…'))
  await dialog(page, async () => {
    await press(page, 'Скрыть лица и номера…')()
    await page.getByRole('button', { name: 'Добавить пятно' }).click()
    await expect(page.getByRole('button', { name: 'Пятно 1', exact: true })).toBeVisible()
  })
  await dialog(page, async () => {
    await press(page, 'Скрыть лица и номера…')()
    await page.getByRole('button', { name: 'Обрезка' }).click()
    await expect(page.getByRole('slider', { name: /Отрезать слева/ })).toBeVisible()
  })
  await press(page, 'Ещё')()
  await isAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Ещё', exact: true })).toBeFocused()
  for (const name of ['Перенести день…', 'Передать другой службе…', 'Исправить вид или место…']) await dialog(page, chosen(name))
  await dialog(page, async () => {
    await chosen('Отвечает не город…')()
    await page.getByRole('dialog').getByRole('button', { name: 'Отвечает не город' }).click()
  })
}

for (const theme of THEMES) {
  test(`every screen and dialog of a case passes axe in the ${theme} look`, async ({ page }) => {
    test.setTimeout(420_000)
    await prefer(page, { theme })
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await test.step(`residents, ${width}`, () => residents(page))
      await test.step(`nearby, ${width}`, () => nearby(page))
    }
    await signIn(page, 'head-lighting')
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await test.step(`desk, ${width}`, () => desk(page))
    }
  })
}

test('no screen of a case scrolls sideways at 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await signIn(page, 'head-lighting')
  for (const path of [`/reports/${cases.news.number}`, `/reports/${cases.away.number}`, `/desk/${cases.news.number}`]) {
    await page.goto(path)
    await page.locator('.facts').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
  }
})
