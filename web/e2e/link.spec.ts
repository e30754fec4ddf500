import { another, expect, fileReport, isAccessible, more, photo, start, test } from './support'

const ADDRESS = /\/link#[0-9a-f]{32}$/

test('a contractor opens the link without an account, sends the result, and the head approves it', async ({ page }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Фонарь погас над лестницей', press: { x: 170, y: 150 } })
  const head = await another(page, 'head-lighting')
  await start(head, number)

  await more(head, 'Отправить подрядчику…')
  const ask = head.getByRole('dialog', { name: 'Какому подрядчику?' })
  await ask.getByRole('button', { name: 'Отправить подрядчику' }).click()
  await expect(ask.getByText('Заполните это поле.')).toBeVisible()
  await ask.getByLabel('Название организации').fill('Свет и Ко')
  await ask.getByRole('button', { name: 'Отправить подрядчику' }).click()
  const made = head.getByRole('dialog', { name: 'Ссылка готова' })
  await expect(made.getByLabel('Адрес ссылки')).toHaveValue(ADDRESS)
  const { pathname, hash } = new URL(await made.getByLabel('Адрес ссылки').inputValue())
  await isAccessible(head)
  await head.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await made.getByRole('button', { name: 'Скопировать ссылку' }).click()
  await expect(made.getByRole('button', { name: 'Ссылка скопирована' })).toBeVisible()
  expect(await head.evaluate(() => navigator.clipboard.readText())).toMatch(ADDRESS)
  await made.getByRole('button', { name: 'Закрыть' }).last().click()

  const contractor = await another(page)
  await contractor.setViewportSize({ width: 390, height: 844 })
  const told: string[] = []
  contractor.on('request', (request) => told.push(request.url()))
  await contractor.goto(pathname + hash)
  await test.step('the page shows what there is to do', async () => {
    await expect(contractor.getByRole('heading', { level: 1, name: /освещение/i })).toBeVisible()
    await expect(contractor.getByText('Фонарь погас над лестницей')).toBeVisible()
    await expect(contractor.getByRole('img', { name: /Было/ })).toBeVisible()
    await isAccessible(contractor)
  })
  await test.step('the result goes with a photo', async () => {
    await contractor.getByRole('button', { name: 'Готово, на проверку…' }).click()
    const dialog = contractor.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Готово, на проверку' }).click()
    await expect(dialog.getByText('Приложите фото результата.')).toBeVisible()
    await dialog.locator('input[type="file"]').setInputFiles(await photo(contractor, '#ddbb66'))
    await expect(dialog.getByText('Отправили')).toBeVisible()
    await isAccessible(contractor)
    await dialog.getByRole('button', { name: 'Готово, на проверку' }).click()
    await expect(contractor.getByRole('heading', { name: 'Служба проверяет' })).toBeVisible()
    await expect(contractor.getByRole('img', { name: /Стало/ })).toBeVisible()
    await isAccessible(contractor)
  })
  expect(told.filter((url) => url.split('#')[0]!.includes(hash.slice(1))), 'the secret in an address').toEqual([])

  await head.getByRole('button', { name: 'Подтвердить результат…' }).click()
  await head.getByRole('dialog').getByRole('button', { name: 'Подтвердить результат' }).click()
  await expect(head.getByRole('dialog')).toBeHidden()
  await expect(contractor.getByRole('heading', { name: 'Работа закончена' })).toBeVisible()

  await test.step('an ended link says what to do next, and so does half a link', async () => {
    await head.getByRole('button', { name: 'Закрыть ссылку: Свет и Ко' }).click()
    await head.getByRole('dialog').getByRole('button', { name: 'Закрыть ссылку' }).click()
    await expect(head.getByRole('region', { name: 'Ссылки для подрядчиков' })).toContainText('Закрыта')
    await contractor.reload()
    await expect(contractor.getByRole('alert')).toContainText('Попросите того, кто её прислал, отправить новую.')
    await isAccessible(contractor)
    await contractor.goto(pathname)
    await expect(contractor.getByRole('alert')).toContainText('Ссылка скопирована не целиком')
  })
  for (const one of [head, contractor]) await one.context().close()
})
