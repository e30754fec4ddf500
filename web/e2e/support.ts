// What every story needs: a page that may only speak to our server, and the steps people take.
import { findProblems } from './axe'
import { test as base, expect, type Page } from '@playwright/test'

export { expect }

export const test = base.extend<{ ownOrigin: void }>({
  // Every story fails if anything was asked of another machine, if the page threw, or if it asks in a circle.
  ownOrigin: [
    async ({ context, baseURL }, use) => {
      const strangers: string[] = []
      const broken: string[] = []
      const asked = new Map<string, number>()
      const own = new URL(baseURL!).origin
      context.on('request', (request) => {
        const url = request.url()
        asked.set(url, (asked.get(url) ?? 0) + 1)
        if (!/^(data|blob):/.test(url) && new URL(url).origin !== own) strangers.push(url)
      })
      context.on('weberror', (error) => broken.push(String(error.error())))
      await use()
      expect(strangers, 'requests to other machines').toEqual([])
      expect(broken, 'errors thrown in the page').toEqual([])
      expect([...asked].filter(([, times]) => times > 60), 'the same asked over and over').toEqual([])
    },
    { auto: true },
  ],
})

export const THEMES = ['light', 'dark'] as const

export async function prefer(page: Page, choice: { theme?: string; language?: string }): Promise<void> {
  await page.addInitScript((kept) => {
    for (const [name, value] of Object.entries(kept)) localStorage.setItem(name, value)
  }, choice as Record<string, string>)
}

/** A small picture as a camera would give it: one colour, so that stories can tell photos apart. */
export async function photo(page: Page, colour: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const data = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 480
    const context = canvas.getContext('2d')!
    context.fillStyle = fill
    context.fillRect(0, 0, 640, 480)
    return canvas.toDataURL('image/jpeg').split(',')[1]!
  }, colour)
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(data, 'base64') }
}

export const mapIsDrawn = (page: Page) => page.locator('.holder[data-ready="true"]').first().waitFor({ timeout: 60_000 })

export type Filed = { number: string }

type Report = { type: string; description: string; press?: { x: number; y: number }; answers?: 'unknown' | 'none' }

/** Goes through the wizard up to the moment before sending. */
export async function fillWizard(page: Page, what: Report): Promise<void> {
  await page.goto('/report')
  await mapIsDrawn(page)
  await page.locator('input[type="file"]').setInputFiles(await photo(page, '#334466'))
  await expect(page.getByText('Отправили')).toBeVisible()
  await writeReport(page, what)
}

/** Place, type and words in the wizard that is open. */
export async function writeReport(page: Page, what: Report): Promise<void> {
  // A press on the map brings that place under the pin.
  await page.locator('.maplibregl-canvas').click({ position: what.press ?? { x: 200, y: 120 } })
  await expect(page.getByText('Место выбрано')).toBeVisible()
  await page.getByRole('button', { name: 'Дальше' }).click()
  await page.getByRole('searchbox', { name: 'Найти вид проблемы' }).fill(what.type)
  await page.getByRole('radio').first().check({ force: true })
  await page.getByRole('button', { name: 'Дальше' }).click()
  await page.getByLabel('Описание').fill(what.description)
  if (what.answers === 'none') return
  for (const group of await page.getByRole('region', { name: 'Вопросы службы' }).getByRole('group').all()) {
    await group.getByRole('radio', { name: 'Не знаю' }).check()
  }
}

export async function fileReport(page: Page, what: Report): Promise<Filed> {
  await fillWizard(page, what)
  return sendReport(page)
}

export async function sendReport(page: Page): Promise<Filed> {
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeVisible()
  const words = await page.getByText(/Сообщение № \d{4}-\d{6}/).innerText()
  return { number: /\d{4}-\d{6}/.exec(words)![0] }
}

export async function signIn(page: Page, account: string): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('.demo button').filter({ has: page.getByText(account, { exact: true }) }).click()
  await page.getByRole('button', { name: 'Войти', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Моя учётная запись' })).toBeVisible()
}

export async function isAccessible(page: Page): Promise<void> {
  // Soft: one run names everything that is wrong, not only the first screen.
  expect.soft(await findProblems(page)).toEqual([])
}

/** Another person's browser, gone when the story is told. */
export async function another(page: Page, account?: string): Promise<Page> {
  const context = await page.context().browser()!.newContext({
    baseURL: new URL(page.url()).origin, locale: 'ru-RU', viewport: page.viewportSize(), reducedMotion: 'reduce',
  })
  const one = await context.newPage()
  if (account) await signIn(one, account)
  return one
}

/** Chooses from the menu of the case at the desk. */
export async function more(desk: Page, words: string): Promise<void> {
  await desk.getByRole('button', { name: 'Ещё', exact: true }).click()
  await desk.getByRole('group', { name: 'Ещё' }).getByRole('button', { name: words, exact: true }).click()
}

/** Takes a case up to the work on it. */
export async function start(desk: Page, number: string): Promise<void> {
  await desk.goto(`/desk/${number}`)
  await desk.getByRole('button', { name: 'Принять', exact: true }).click()
  await desk.getByRole('button', { name: 'Начать работу', exact: true }).click()
  await expect(desk.getByRole('button', { name: 'Решено…' })).toBeVisible()
}

export async function resolve(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: 'Решено…' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.locator('input[type="file"]').setInputFiles(await photo(desk, '#ddbb66'))
  await expect(dialog.getByText('Отправили')).toBeVisible()
  await dialog.getByRole('button', { name: 'Решено', exact: true }).click()
  await expect(dialog).toBeHidden()
}
