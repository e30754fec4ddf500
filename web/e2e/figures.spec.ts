import { findProblems } from './axe'
import { expect, prefer, test } from './support'

const now = '/figures'

test('the city says what it promised and what it kept, for the days one asks about', async ({ page }) => {
  await prefer(page, { language: 'ru' })
  await page.goto(now)
  const promise = page.getByRole('region', { name: 'Закрыли в срок' })
  await expect(promise).toContainText('%')
  const received = page.getByRole('link', { name: /^\d+ Сообщили: открыть сообщения/ })
  const year = Number(((await received.textContent()) ?? '').match(/\d+/)?.[0])
  expect(year).toBeGreaterThan(0)

  await page.getByRole('combobox', { name: 'Дни' }).selectOption({ label: '30 дней' })
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=/)
  await expect.poll(async () => Number(((await received.textContent()) ?? '').match(/\d+/)?.[0])).toBeLessThan(year)
  await page.reload()
  await expect(page.getByRole('combobox', { name: 'Дни' })).toHaveValue('month')

  await page.getByRole('combobox', { name: 'Дни' }).selectOption({ label: 'Свои дни…' })
  await page.getByLabel('С', { exact: true }).fill('2001-01-01')
  await page.getByLabel('по', { exact: true }).fill('2001-01-31')
  await expect(page.getByText('За эти дни сообщений не было.')).toBeVisible()
})

test('a number opens the reports that it counts', async ({ page }) => {
  await prefer(page, { language: 'ru' })
  await page.goto(now)
  // What is overdue right now may be nothing; what was closed too late in a year is something.
  const late = page.getByRole('link', { name: /^\d+ Не в срок: открыть сообщения/ })
  const count = ((await late.textContent()) ?? '').match(/\d+/)?.[0]
  await late.click()
  await expect(page).toHaveURL(/\/\?from=.*&kept=no/)
  await expect(page.getByRole('heading', { name: new RegExp(`^${count} сообщени`) })).toBeVisible()
})

test('the chart is a table, too, and both are for the keyboard', async ({ page }) => {
  await prefer(page, { language: 'en' })
  await page.goto(now)
  const months = page.getByRole('region', { name: 'By month' })
  await expect(months.getByRole('img').first()).toHaveAccessibleName(/Chart by month\. Most reports/)
  await months.getByRole('button', { name: 'Table' }).press('Enter')
  await expect(months.getByRole('row')).toHaveCount(13)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).press('Enter')])
  expect(download.suggestedFilename()).toMatch(/^small-town-.*\.csv$/)
})

test('every service is listed, and found by its name', async ({ page }) => {
  await prefer(page, { language: 'en' })
  await page.goto('/departments')
  await expect(page.getByRole('row')).toHaveCount(41)
  await page.getByRole('searchbox').fill('lighting')
  await expect(page.getByText(/^1 service,/)).toBeVisible()
  await page.getByRole('searchbox').fill('no such')
  await expect(page.getByText('There is no such service.')).toBeVisible()
})

test('sections are behind a button on a phone', async ({ page }) => {
  await prefer(page, { language: 'en' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  const button = page.getByRole('button', { name: 'Sections' })
  await button.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
  await button.press('Enter')
  await page.getByRole('link', { name: 'Services', exact: true }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Services' })).toBeVisible()
})

for (const [theme, language] of [['light', 'ru'], ['dark', 'en'], ['contrast', 'ru'], ['contrast-dark', 'en']] as const) {
  test(`figures and services pass axe and stay within the screen, ${theme}, ${language}`, async ({ page }) => {
    await prefer(page, { theme, language })
    for (const [path, width] of [[now, 1440], [now, 320], ['/departments', 768], ['/departments', 320]] as const) {
      await page.setViewportSize({ width, height: 844 })
      await page.goto(path)
      await page.getByRole('table').first().waitFor()
      expect(await findProblems(page), path).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0)
    }
  })
}
