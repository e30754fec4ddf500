import { another, expect, fillWizard, isAccessible, prefer, sendReport, test, THEMES } from './support'

const REACH = { name: 'Вера Рассказова', phone: '+7 900 000-00-21' }

test('whose contact was looked at sees it, takes the data along, and is forgotten', async ({ page }) => {
  test.setTimeout(240_000)
  await fillWizard(page, { type: 'освещение', description: 'Темно у подъезда' })
  await page.getByText('Как с вами связаться').click()
  await page.getByLabel('Имя').fill(REACH.name)
  await page.getByLabel('Телефон').fill(REACH.phone)
  await page.getByRole('button', { name: 'Прочитать согласие' }).click()
  const consent = page.getByRole('dialog', { name: 'Согласие на обработку персональных данных' })
  await expect(consent.getByRole('heading', { name: 'Как отозвать согласие' })).toBeVisible()
  await isAccessible(page)
  await consent.getByRole('button', { name: 'Закрыть' }).last().click()
  await page.getByRole('checkbox').check()
  const { number } = await sendReport(page)

  const desk = await another(page, 'lighting')
  await desk.goto(`/desk/${number}`)
  await desk.getByRole('button', { name: 'Показать контакт…' }).click()
  const asking = desk.getByRole('dialog', { name: 'Контакт автора' })
  await asking.getByRole('button', { name: 'Показать', exact: true }).click()
  await expect(asking.locator('.wrong-words')).toBeVisible()
  await asking.getByRole('radio', { name: 'Договориться о времени' }).check({ force: true })
  await isAccessible(desk)
  await asking.getByRole('button', { name: 'Показать', exact: true }).click()
  await expect(asking.getByRole('link')).toHaveAttribute('href', 'tel:+79000000021')
  await isAccessible(desk)
  await asking.getByRole('button', { name: 'Закрыть' }).last().click()
  await expect(desk.getByText(REACH.name)).toHaveCount(0)

  await page.goto(`/reports/${number}`)
  await page.getByText('Мои данные').click()
  await expect(page.getByText('Договориться о времени')).toBeVisible()
  await expect(page.getByText(REACH.name)).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Скачать всё' }).click()
  expect((await saved).suggestedFilename()).toBe(`${number}.json`)
  for (const theme of THEMES) {
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme)
    await isAccessible(page)
  }
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)

  await page.getByRole('button', { name: 'Отозвать согласие…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Отозвать согласие', exact: true }).click()
  await expect(page.getByText('Не храним')).toBeVisible()
  await expect(page.getByText(REACH.name)).toHaveCount(0)
  await page.getByRole('button', { name: 'Стереть мои данные…' }).click()
  const erasing = page.getByRole('dialog', { name: 'Стереть ваши данные?' })
  await isAccessible(page)
  await erasing.getByRole('button', { name: 'Стереть', exact: true }).click()
  await expect(page.getByText('Стёрли ваши данные')).toBeVisible()
  await expect(page.getByText('Темно у подъезда')).toHaveCount(0)
  await page.reload()
  await expect(page.getByText('Мои данные')).toHaveCount(0)
  await desk.reload()
  await expect(desk.getByRole('heading', { level: 2 }).first()).toBeVisible()
  await expect(desk.getByText('Темно у подъезда')).toHaveCount(0)
  await desk.context().close()
})

test('the text of the consent is there in English and in high contrast', async ({ page }) => {
  await prefer(page, { language: 'en', theme: 'contrast' })
  await page.goto('/report')
  await page.evaluate(() => {
    const contact = { name: 'Vera', email: '', phone: '' }
    const kept = { id: crypto.randomUUID(), secret: '', step: 2, place: { lat: 57.6204, lon: 36.3992 }, type: 'road-street-lighting', address: '', description: '', answers: {}, photos: [], contact }
    sessionStorage.setItem('draft:small-town', JSON.stringify(kept))
  })
  await page.reload()
  await page.getByRole('button', { name: 'Read the consent' }).click()
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'How to withdraw' })).toBeVisible()
  await isAccessible(page)
})
