// An installation with more than one city: the first has bare addresses, the others live under their own.
import { expect, mapIsDrawn, sendReport, test, writeReport } from './support'

const OTHER = '/c/yuzhno-sakhalinsk'

test('a report to another city stays in that city from the map to the case', async ({ page }) => {
  await page.goto(OTHER)
  await mapIsDrawn(page)
  await expect(page).toHaveTitle(/Южно-Сахалинск/)
  await page.getByRole('link', { name: 'Сообщить о проблеме' }).first().click()
  await expect(page).toHaveURL(new RegExp(`${OTHER}/report$`))
  await mapIsDrawn(page)
  await writeReport(page, { type: 'освещение', description: 'Не горит' })
  const { number } = await sendReport(page)
  await page.getByRole('link', { name: /Следить|Открыть/ }).first().click()
  await expect(page).toHaveURL(new RegExp(`${OTHER}/reports/${number}$`))
  await page.getByRole('link', { name: 'Карта' }).first().click()
  await expect(page).toHaveURL(new RegExp(`${OTHER}(\\?.*)?$`))
  await expect(page.locator(`[data-number="${number}"]`)).toBeVisible()

  // The other city's people see nothing of it.
  await page.goto('/')
  await mapIsDrawn(page)
  await expect(page.locator(`[data-number="${number}"]`).filter({ hasText: 'Не горит' })).toHaveCount(0)
  await page.goto(`${OTHER}/figures`)
  await expect(page.getByRole('link', { name: 'Как считаем' })).toBeVisible()
  for (const link of await page.getByRole('main').getByRole('link').all()) {
    expect(await link.getAttribute('href')).toMatch(new RegExp(`^(?:#|${OTHER}|/api/v1/cities/yuzhno-sakhalinsk)`))
  }
})

test('a city that is not here is said to be unknown', async ({ page }) => {
  await page.goto('/c/atlantis/report')
  await expect(page.getByRole('heading', { level: 1, name: 'Такой страницы нет' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Дальше' })).toHaveCount(0)
})
