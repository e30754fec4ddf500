import { another, expect, fileReport, fillWizard, sendReport, test } from './support'

const here = { x: 250, y: 90 }
const report = { type: 'освещение', description: '', press: here }

test('what was reported before is joined instead of reported again', async ({ page }) => {
  const { number } = await fileReport(page, report)
  const neighbour = await another(page)
  await fillWizard(neighbour, report)
  const near = neighbour.getByRole('region', { name: 'Не одно из этих?' })
  const card = near.getByRole('listitem').filter({ hasText: number })
  await card.getByRole('button', { name: 'У меня тоже' }).click()
  await expect(card.getByText('Ещё 1 человек столкнулся с тем же')).toBeVisible()
  await near.getByRole('link', { name: `Следить за № ${number}` }).click()
  await expect(neighbour).toHaveURL(new RegExp(`/reports/${number}$`))

  await test.step('the page remembers it, and takes it back', async () => {
    await expect(neighbour.getByText('Вы отметили: и у вас так')).toBeVisible()
    await expect(neighbour.getByText('Ещё 1 человек столкнулся с тем же')).toBeVisible()
    await neighbour.getByRole('button', { name: 'Снять отметку' }).click()
    await expect(neighbour.getByRole('button', { name: 'У меня тоже' })).toBeVisible()
    await expect(neighbour.getByText('Ещё 1 человек столкнулся с тем же')).toHaveCount(0)
  })
  await test.step('its author is not asked whether they have it too', async () => {
    await page.goto(`/reports/${number}`)
    await expect(page.getByRole('region', { name: 'Это ваше сообщение' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'У меня тоже' })).toHaveCount(0)
  })
  await test.step('and the draft is gone', async () => {
    await neighbour.goto('/report')
    await expect(neighbour.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(neighbour.getByRole('img', { name: 'Фото 1' })).toHaveCount(0)
  })
  await neighbour.context().close()
})

test('“mine is another” is said once, and the report is sent', async ({ page }) => {
  await fileReport(page, report)
  const neighbour = await another(page)
  await fillWizard(neighbour, report)
  await neighbour.getByRole('button', { name: 'Нет, у меня другое' }).click()
  await expect(neighbour.getByRole('region', { name: 'Не одно из этих?' })).toHaveCount(0)
  await neighbour.getByRole('button', { name: 'Назад' }).click()
  await neighbour.getByRole('button', { name: 'Дальше' }).click()
  await expect(neighbour.getByLabel('Описание')).toBeVisible()
  await expect(neighbour.getByRole('region', { name: 'Не одно из этих?' })).toHaveCount(0)
  await sendReport(neighbour)
  await neighbour.context().close()
})

test('without an answer about what is near the report is sent all the same', async ({ page }) => {
  await fileReport(page, report)
  await page.route('**/reports/nearby*', (route) => route.abort())
  await fillWizard(page, report)
  await sendReport(page)
})
