import { keptDraft } from './draft.mjs'
import { expect, fillWizard, mapIsDrawn, test } from './support'

test('a lost connection loses nothing: the same report is sent again', async ({ page }) => {
  await fillWizard(page, { type: 'освещение', description: 'Темно на остановке' })
  const sent: string[] = []
  let cut = true
  await page.route('**/reports?*', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    sent.push((route.request().postDataJSON() as { id: string }).id)
    // The server receives it, the answer is lost on the way.
    if (cut) {
      cut = false
      await route.fetch()
      return route.abort()
    }
    return route.continue()
  })
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByRole('heading', { name: 'Сохранили на устройстве' })).toBeVisible()
  await page.getByRole('button', { name: 'Отправить сейчас' }).click()
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeVisible()
  expect(sent).toHaveLength(2)
  expect(sent[0]).toBe(sent[1])
})

test('a draft survives reloading the page', async ({ page }) => {
  await fillWizard(page, { type: 'освещение', description: 'Не потеряйте это' })
  await expect.poll(() => keptDraft(page, 'small-town')).toContain('Не потеряйте это')
  await page.reload()
  await expect(page.getByLabel('Описание')).toHaveValue('Не потеряйте это')
  await page.getByRole('button', { name: 'Назад' }).click()
  await page.getByRole('button', { name: 'Назад' }).click()
  await expect(page.getByRole('img', { name: 'Фото 1' })).toBeVisible()
})

test('a code on a lamp post begins the report at its place', async ({ page }) => {
  await page.goto('/report?at=57.62040,36.39920&type=road-street-lighting')
  await mapIsDrawn(page)
  await expect(page.getByText('Место выбрано')).toBeVisible()
  await expect(page).toHaveURL(/\/report$/)
  await expect(page.getByLabel('Адрес', { exact: false }).last()).not.toHaveValue('')
  await page.getByRole('button', { name: 'Дальше' }).click()
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(1)
  await page.getByRole('button', { name: 'Дальше' }).click()
  await page.getByLabel('Описание').fill('Не горит третий день')
  await expect.poll(() => keptDraft(page, 'small-town')).toContain('Не горит третий день')
  // The next code does not wipe what is being written.
  await page.goto('/report?at=57.62100,36.40000&type=road-snow')
  await expect(page.getByLabel('Описание')).toHaveValue('Не горит третий день')
})

test('what the server finds wrong is said at the field', async ({ page }) => {
  await fillWizard(page, { type: 'освещение', description: '' })
  await page.getByText('Как с вами связаться').click()
  await page.getByLabel('Почта').fill('нет такой почты')
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByText('Отметьте согласие или уберите контакты.')).toBeVisible()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByLabel('Почта')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.locator('#contact-email-wrong')).not.toBeEmpty()
  await expect(page.getByLabel('Почта')).toBeFocused()
})

test('a broken photo is named and can be removed', async ({ page }) => {
  await page.goto('/report')
  await page.locator('input[type="file"]').setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a photo at all') })
  await expect(page.getByText('Не ушло')).toBeVisible()
  await page.getByRole('button', { name: 'Убрать фото 1' }).click()
  await expect(page.getByText('Не ушло')).toHaveCount(0)
})

test('the place can be chosen from the keyboard alone', async ({ page }) => {
  await page.goto('/report')
  await mapIsDrawn(page)
  await page.getByRole('button', { name: 'Дальше' }).click()
  await expect(page.getByText('Подвиньте карту так')).toBeVisible()
  await page.locator('.maplibregl-canvas').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('Место выбрано')).toBeVisible()
  await page.getByRole('button', { name: 'Дальше' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Что случилось?' })).toBeFocused()
})

test('for danger to life the number to call comes first', async ({ page }) => {
  await fillWizard(page, { type: 'открыт люк', description: '' })
  await expect(page.getByRole('link', { name: 'Позвонить 112' })).toHaveAttribute('href', 'tel:112')
})

test('open questions hold no report back', async ({ page }) => {
  await fillWizard(page, { type: 'освещение', description: 'Темно', answers: 'none' })
  await page.getByRole('button', { name: 'Отправить', exact: true }).click()
  await page.getByRole('button', { name: 'Отправить как есть' }).click()
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeVisible()
})

test('an answer that cannot be is said at the question', async ({ page }) => {
  await fillWizard(page, { type: 'холодно', description: '' })
  const degrees = page.getByLabel(/Сколько градусов/).first()
  await degrees.fill('жарко')
  await page.getByRole('button', { name: 'Отправить', exact: true }).click()
  await expect(page.getByText('Нужно целое число.')).toBeVisible()
  await expect(degrees).toBeFocused()
})

test.describe('the right type', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/report')
    await mapIsDrawn(page)
    await page.locator('.maplibregl-canvas').click({ position: { x: 200, y: 120 } })
    await expect(page.getByText('Место выбрано')).toBeVisible()
    await page.getByRole('button', { name: 'Дальше' }).click()
  })

  test('is one press away from the wrong one', async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Найти вид проблемы' }).fill('двор фонарь')
    await page.getByRole('radio').first().check({ force: true })
    await page.getByText('Что сюда не относится').click()
    await page.getByRole('button', { name: /Фонарь стоит вдоль улицы/ }).click()
    await expect(page.locator('input[value="road-street-lighting"]')).toBeChecked()
    await expect(page.locator('input[value="road-street-lighting"]')).toBeFocused()
  })

  test('may not be there: then somebody is there to call', async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Найти вид проблемы' }).fill('ничегопохожего')
    await expect(page.getByText('Ничего не нашли.')).toBeVisible()
    const none = page.getByRole('region', { name: 'Ничего не подходит?' })
    await expect(none.getByRole('link', { name: /Позвонить/ })).toHaveAttribute('href', /^tel:\+\d+$/)
  })
})
