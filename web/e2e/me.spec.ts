import { expect, fileReport, isAccessible, test } from './support'

test('a resident signs in by a code, takes their reports along and signs out', async ({ page }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Темно у подъезда', press: { x: 210, y: 190 } })
  await page.goto('/me')
  await page.setViewportSize({ width: 320, height: 800 })
  await expect(page.getByRole('heading', { level: 1, name: 'Ваш кабинет' })).toBeVisible()
  await isAccessible(page)
  const address = `vera-${Date.now()}@mail.example`

  await test.step('what is wrong is said, and then the code comes', async () => {
    await page.getByLabel('Электронная почта').fill('vera')
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Прислать код' }).click()
    await expect(page.getByRole('alert')).toContainText('в адресе почты ошибка')
    await page.getByLabel('Электронная почта').fill(address)
    await page.keyboard.press('Enter')
    const code = page.getByLabel('Код из сообщения')
    await expect(code).toBeFocused()
    await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await isAccessible(page)
    await code.fill('1')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText('Код не подходит')
  })

  await test.step('the demo shows what was sent, and the code lets in', async () => {
    const outbox = await page.context().newPage()
    await outbox.goto('/outbox')
    const mail = outbox.getByRole('listitem').filter({ hasText: address })
    await expect(mail).toBeVisible()
    await isAccessible(outbox)
    const digits = /код: (\d{6})/.exec(await mail.innerText())![1]!
    await outbox.close()
    await page.getByLabel('Код из сообщения').fill(` ${digits.slice(0, 3)} ${digits.slice(3)}`)
    await page.getByRole('button', { name: 'Войти' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Мои сообщения' })).toBeVisible()
  })

  await test.step('the report of this device comes along, and its page knows its author', async () => {
    await page.getByRole('button', { name: 'Добавить в кабинет' }).click()
    await expect(page.getByText('Добавили')).toBeVisible()
    const row = page.getByRole('link', { name: new RegExp(number) })
    await expect(row).toBeVisible()
    await isAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.evaluate(() => localStorage.removeItem('own-reports'))
    await row.click()
    await expect(page.getByRole('button', { name: 'Дополнить' })).toBeVisible()
  })

  await test.step('the name is kept', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto('/me')
    await page.getByLabel('Как к вам обращаться').fill('Вера')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await expect(page.getByText('Сохранили')).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Как к вам обращаться')).toHaveValue('Вера')
    await isAccessible(page)
  })

  await page.getByRole('button', { name: 'Выйти', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Ваш кабинет' })).toBeVisible()
})
