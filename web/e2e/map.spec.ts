import { expect, fileReport, mapIsDrawn, prefer, test } from './support'

test.describe('the map and its list', () => {
  let number = ''
  test.beforeAll(async ({ browser, baseURL }) => {
    const page = await (await browser.newContext({ baseURL: baseURL! })).newPage()
    number = (await fileReport(page, { type: 'освещение', description: '', press: { x: 320, y: 130 } })).number
    await page.context().close()
  })

  test('a selection in the list opens the card, and the address remembers it', async ({ page }) => {
    await page.goto('/')
    await mapIsDrawn(page)
    await page.locator(`[data-number="${number}"]`).press('Enter')
    await expect(page.getByRole('region', { name: 'Выбранное сообщение' })).toContainText(number)
    await page.reload()
    await expect(page.getByRole('region', { name: 'Выбранное сообщение' })).toContainText(number)
    await page.getByRole('button', { name: 'Закрыть' }).click()
    await expect(page.getByRole('region', { name: 'Выбранное сообщение' })).toHaveCount(0)
  })

  test('a category filters the list', async ({ page }) => {
    await page.goto('/')
    await mapIsDrawn(page)
    await expect(page.locator(`[data-number="${number}"]`)).toBeVisible()
    await page.getByRole('button', { name: 'Образование' }).click()
    await expect(page.locator(`[data-number="${number}"]`)).toHaveCount(0)
    await page.getByRole('button', { name: 'Все', exact: true }).click()
    await expect(page.locator(`[data-number="${number}"]`)).toBeVisible()
  })

  test('a number finds its report, and an unknown one is said to be unknown', async ({ page }) => {
    await page.goto('/')
    const box = page.getByRole('search').getByRole('combobox')
    await box.fill('2020-000001')
    await box.press('Enter')
    await expect(page.getByText('Нет сообщения с таким номером.')).toBeVisible()
    await box.fill(`№ ${number}`)
    await box.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/reports/${number}$`))
  })

  test('where the map stands is in its address, and a link opens it there', async ({ page }) => {
    await page.goto('/')
    await mapIsDrawn(page)
    expect(new URL(page.url()).search, 'nothing is said of where everybody begins').toBe('')
    await page.getByRole('button', { name: 'Приблизить' }).click()
    await expect(page).toHaveURL(/\?at=[\d.]+,[\d.]+,[\d.]+$/)
    const link = page.url().replace(/at=.*/, 'at=57.62040,36.39920,17.5')
    await page.goto(link)
    await mapIsDrawn(page)
    const asked = page.waitForRequest((request) => request.url().includes('/reports?') && request.url().includes('bbox='))
    await page.getByRole('button', { name: 'Образование' }).click()
    const [west, south, east, north] = new URL((await asked).url()).searchParams.get('bbox')!.split(',').map(Number) as [number, number, number, number]
    expect((south + north) / 2).toBeCloseTo(57.6204, 3)
    expect((west + east) / 2).toBeCloseTo(36.3992, 3)
    await expect(page).toHaveURL(/category=[a-z]+&at=57\.6204/)
  })

  test('without WebGL the list still has everything', async ({ page }) => {
    await page.addInitScript(() => {
      const original = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : (original as (...all: unknown[]) => unknown).call(this, kind, ...rest)
      } as typeof original
    })
    await page.goto('/')
    await expect(page.getByText('Карта не открылась в этом браузере.')).toBeVisible()
    await page.locator(`[data-number="${number}"]`).click()
    await expect(page.getByRole('region', { name: 'Выбранное сообщение' })).toContainText(number)
  })

  test('nothing scrolls sideways at 320 pixels', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['/', '/report', '/sign-in', `/reports/${number}`]) {
      await page.goto(path)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide, path).toBeLessThanOrEqual(320)
    }
  })

  test('the language is the reader’s choice and is remembered', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'English version' }).click()
    await expect(page.getByRole('link', { name: 'Report a problem' })).toBeVisible()
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByRole('link', { name: 'Report a problem' })).toBeVisible()
  })

  test('the chosen look is there before the page is', async ({ page }) => {
    await prefer(page, { theme: 'dark' })
    await page.route('**/*.js', (route) => (route.request().url().includes('theme') ? route.continue() : route.abort()))
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })

  test('an address that leads nowhere says so', async ({ page }) => {
    await page.goto('/no/such/page')
    await expect(page.getByRole('heading', { name: 'Такой страницы нет' })).toBeVisible()
    await page.goto('/reports/2020-000001')
    await expect(page.getByRole('heading', { name: 'Нет такого сообщения' })).toBeVisible()
  })
})
