import type { Page } from '@playwright/test'
import { keptDraft } from './draft.mjs'
import { expect, fileReport, fillWizard, mapIsDrawn, photo, sendReport, signIn, test } from './support'

test('a resident reports, a service resolves, everybody sees it', async ({ page, browser, baseURL }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Третий день темно у подъезда' })

  await test.step('the author sees all of it, others only what is public', async () => {
    await page.getByRole('link', { name: 'Следить за сообщением' }).click()
    await expect(page.getByText('Это ваше сообщение')).toBeVisible()
    await expect(page.getByText('Третий день темно у подъезда')).toBeVisible()
    await expect(page.getByRole('img', { name: /Было/ })).toBeVisible()

    const stranger = await (await browser.newContext({ baseURL: baseURL! })).newPage()
    await stranger.goto(`/reports/${number}`)
    await expect(stranger.getByRole('heading', { level: 1, name: /освещение/i })).toBeVisible()
    await expect(stranger.getByText('Третий день темно у подъезда')).toHaveCount(0)
    await expect(stranger.getByRole('img', { name: /Было/ })).toHaveCount(0)
    await stranger.context().close()
  })

  const staff = await (await browser.newContext({ baseURL: baseURL! })).newPage()
  await test.step('the service accepts, works and resolves it with a photo', async () => {
    await signIn(staff, 'lighting')
    await staff.goto(`/reports/${number}`)
    await staff.getByRole('link', { name: 'Открыть на рабочем месте' }).click()
    await expect(staff.getByText('Третий день темно у подъезда')).toBeVisible()
    await staff.getByRole('button', { name: 'Принять' }).click()
    await staff.getByRole('button', { name: 'Начать работу' }).click()
    await staff.getByRole('button', { name: 'Решено…' }).click()
    const dialog = staff.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Решено' }).click()
    await expect(dialog.getByText('Приложите фото результата.')).toBeVisible()
    await dialog.locator('input[type="file"]').setInputFiles(await photo(staff, '#ddbb66'))
    await expect(dialog.getByText('Отправили')).toBeVisible()
    await dialog.getByLabel('Одна фраза для жителя').fill('Заменили лампу')
    await dialog.getByRole('button', { name: 'Решено' }).click()
    await expect(dialog).toBeHidden()
  })

  await test.step('and shows its words and photos to everybody', async () => {
    await staff.getByRole('button', { name: 'Показать всем' }).click()
    await expect(staff.getByText('Текст и адрес видят все')).toBeVisible()
    for (let left = 2; left > 0; left--) {
      await expect(staff.getByRole('button', { name: 'Показать фото' })).toHaveCount(left)
      await staff.getByRole('button', { name: 'Показать фото' }).first().click()
    }
    await expect(staff.getByText('Видят все', { exact: true })).toHaveCount(2)
  })

  await test.step('the page and the list of the map show the result', async () => {
    const neighbour = await (await browser.newContext({ baseURL: baseURL! })).newPage()
    await neighbour.goto('/')
    await mapIsDrawn(neighbour)
    const row = neighbour.locator(`[data-number="${number}"]`)
    await expect(row).toContainText('Решено')
    await row.click()
    const card = neighbour.getByRole('region', { name: 'Выбранное сообщение' })
    await expect(card.getByRole('img', { name: /Стало/ })).toBeVisible()
    await card.getByRole('link', { name: 'История по шагам' }).click()
    await expect(neighbour.getByText('Решено в срок')).toBeVisible()
    await expect(neighbour.getByText('Заменили лампу')).toBeVisible()
    await expect(neighbour.getByText('Третий день темно у подъезда')).toBeVisible()
    await neighbour.context().close()
  })
  await staff.context().close()
})

test('a change at the desk reaches the open page of the report by itself', async ({ page, browser, baseURL }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Мигает фонарь', press: { x: 260, y: 150 } })
  await page.getByRole('link', { name: 'Следить за сообщением' }).click()
  const staff = await (await browser.newContext({ baseURL: baseURL! })).newPage()
  await signIn(staff, 'dispatcher')
  await staff.goto(`/desk/${number}`)
  await staff.getByRole('button', { name: 'Принять' }).click()
  await expect(page.getByRole('heading', { name: 'Служба приняла' })).toBeVisible()
  await staff.context().close()
})

test('two people at one case: the second is told and sees the latest', async ({ page, browser, baseURL }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Не горит лампа', press: { x: 150, y: 180 } })
  const people: Page[] = []
  for (const _ of [0, 1]) {
    const one = await (await browser.newContext({ baseURL: baseURL! })).newPage()
    await signIn(one, 'dispatcher')
    // Without live events the second one keeps looking at the old version.
    await one.route('**/api/**/events*', (route) => route.abort())
    await one.goto(`/desk/${number}`)
    await expect(one.getByRole('button', { name: 'Принять', exact: true })).toBeVisible()
    people.push(one)
  }
  await people[0]!.getByRole('button', { name: 'Принять', exact: true }).click()
  await expect(people[0]!.getByText('Сохранили')).toBeVisible()
  await people[1]!.getByRole('button', { name: 'Принять', exact: true }).click()
  await expect(people[1]!.getByText('Пока вы смотрели, сообщение изменили.')).toBeVisible()
  await expect(people[1]!.getByRole('button', { name: 'Начать работу' })).toBeVisible()
  for (const one of people) await one.context().close()
})

test('what the service needs to know is asked once, and the service reads it', async ({ page, browser, baseURL }) => {
  await fillWizard(page, { type: 'освещение', description: '', press: { x: 230, y: 200 }, answers: 'none' })
  const lamps = page.getByRole('group', { name: /Сколько фонарей/ })
  await page.getByRole('button', { name: 'Отправить', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Остались вопросы' })).toBeVisible()
  await expect(lamps.getByRole('radio').first()).toBeFocused()
  await lamps.getByRole('radio', { name: 'Несколько' }).check()
  await page.getByRole('group', { name: /Что с фонарём/ }).getByRole('radio', { name: 'Не знаю' }).check()
  await page.getByLabel('Номер на столбе').fill('12/4')
  await expect.poll(() => keptDraft(page, 'small-town')).toContain('12/4')
  await page.reload()
  await expect(lamps.getByRole('radio', { name: 'Несколько' })).toBeChecked()
  const { number } = await sendReport(page)

  await page.getByRole('link', { name: 'Следить за сообщением' }).click()
  await expect(page.getByRole('heading', { name: 'Ответы на вопросы' })).toBeVisible()
  await expect(page.getByText('12/4')).toBeVisible()

  const staff = await (await browser.newContext({ baseURL: baseURL! })).newPage()
  await staff.goto(`/reports/${number}`)
  await expect(staff.getByRole('heading', { name: 'Как это было' })).toBeVisible()
  await expect(staff.getByText('12/4')).toHaveCount(0)
  await signIn(staff, 'lighting')
  await staff.goto(`/desk/${number}`)
  const answers = staff.getByRole('region', { name: 'Ответы автора' })
  await expect(answers).toContainText('Сколько фонарей?')
  await expect(answers).toContainText('Несколько')
  await expect(answers).toContainText('12/4')
  await expect(answers).not.toContainText('Что с фонарём?')
  await staff.context().close()
})
