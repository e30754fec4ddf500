import { expect, fileReport, fillWizard, isAccessible, mapIsDrawn, prefer, sendReport, signIn, test, THEMES } from './support'

for (const theme of [...THEMES, 'contrast']) {
  test(`every screen passes axe in the ${theme} look`, async ({ page }) => {
    test.setTimeout(240_000)
    await prefer(page, { theme })
    let number = ''
    await test.step('wizard', async () => {
      await page.goto('/report')
      await mapIsDrawn(page)
      await isAccessible(page)
      await page.getByRole('button', { name: 'Дальше' }).click()
      await isAccessible(page)
    })
    await test.step('wizard, last step', async () => {
      await fillWizard(page, { type: 'освещение', description: 'Темно' })
      await page.getByText('Как с вами связаться').click()
      await page.getByLabel('Телефон').fill('+7 900 000-00-00')
      await page.getByRole('checkbox').check()
      await isAccessible(page)
    })
    await test.step('receipt and report page', async () => {
      number = (await sendReport(page)).number
      await isAccessible(page)
      await page.goto(`/reports/${number}`)
      await expect(page.getByRole('heading', { name: 'Как это было' })).toBeVisible()
      await isAccessible(page)
    })
    await test.step('map, list, selected card', async () => {
      await page.goto(`/?selected=${number}`)
      await mapIsDrawn(page)
      await expect(page.getByRole('link', { name: 'История по шагам' })).toBeVisible()
      await isAccessible(page)
      await page.getByRole('button', { name: 'Вид экрана' }).click()
      await isAccessible(page)
    })
    await test.step('the same on a phone', async () => {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.reload()
      await expect(page.getByRole('link', { name: 'История по шагам' })).toBeVisible()
      await isAccessible(page)
      await page.getByRole('button', { name: /^Список/ }).click()
      await isAccessible(page)
      await page.setViewportSize({ width: 1440, height: 900 })
    })
    await test.step('sign-in and desk', async () => {
      await page.goto('/sign-in')
      await expect(page.getByRole('heading', { name: 'Готовые входы демонстрации' })).toBeVisible()
      await isAccessible(page)
      await signIn(page, 'dispatcher')
      await page.goto(`/desk/${number}`)
      await mapIsDrawn(page)
      await expect(page.getByRole('button', { name: 'Принять' })).toBeVisible()
      await isAccessible(page)
      await page.getByRole('button', { name: 'Начать работу' }).click()
      await page.getByRole('button', { name: 'Решено…' }).click()
      await isAccessible(page)
    })
  })
}

test('the desk works from the keyboard', async ({ page }) => {
  for (const x of [150, 300]) await fileReport(page, { type: 'освещение', description: '', press: { x, y: 140 } })
  await signIn(page, 'dispatcher')
  const rows = page.locator('.queue [data-number]')
  await rows.first().waitFor()
  await page.keyboard.press('j')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('j')
  await expect(rows.nth(1)).toBeFocused()
  await expect(page.getByRole('region', { name: 'Сообщение', exact: true }).getByRole('heading', { level: 2 })).toBeVisible()
  await page.keyboard.press('k')
  await expect(rows.first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Сообщение', exact: true }).getByRole('heading', { level: 2 })).toBeFocused()
})
