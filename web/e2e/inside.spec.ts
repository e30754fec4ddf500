// The case page among staff: a remark that tells a colleague, a file, a standard text with what the resident gets, a photo seen large, and a case that changed meanwhile.
import { another, expect, fileReport, isAccessible, prefer, signIn, start, test, THEMES } from './support'

test('colleagues talk about a case, keep a file with it and answer with a standard text', async ({ page }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Темно у крыльца' })
  const desk = await another(page, 'dispatcher')
  await desk.goto(`/desk/${number}`)
  const remarks = desk.getByRole('region', { name: 'Заметки для своих' })
  const field = remarks.getByRole('textbox', { name: 'Заметка для своих' })
  await field.pressSequentially('Посмотри, @disp')
  await expect(remarks.getByRole('option')).toHaveCount(1)
  await field.press('Enter')
  await expect(field).toHaveValue('Посмотри, @dispatcher ')
  await field.press('Control+Enter')
  await expect(remarks.locator('.mention')).toHaveText('@dispatcher')
  await field.fill('А @nobody тут?')
  await remarks.getByRole('button', { name: 'Написать' }).click()
  await expect(remarks.getByText('не может читать это обращение')).toBeVisible()
  await expect(field).toHaveValue('А @nobody тут?')

  const files = desk.getByRole('region', { name: 'Файлы' })
  await files.locator('input[type="file"]').setInputFiles({ name: 'Акт.txt', mimeType: 'text/plain', buffer: Buffer.from('Опора 214') })
  await expect(files.getByRole('link', { name: 'Акт.txt' })).toBeVisible()
  await files.locator('input[type="file"]').setInputFiles({ name: 'a.exe', mimeType: 'text/plain', buffer: Buffer.from([77, 90, 0, 1]) })
  await expect(files.getByText('XLSX без макросов')).toBeVisible()

  const saved = desk.waitForEvent('download')
  await desk.getByRole('link', { name: 'Сохранить обращение в PDF' }).click()
  expect((await saved).suggestedFilename()).toBe(`${number}.pdf`)

  await desk.getByRole('button', { name: 'Увеличить фото 1' }).click()
  const large = desk.getByRole('dialog')
  await expect(large.getByText('Фото 1 из 1')).toBeVisible()
  await desk.keyboard.press('+')
  await expect(large.getByRole('button', { name: 'Мельче' })).toBeEnabled()
  await isAccessible(desk)
  await desk.keyboard.press('Escape')
  await expect(desk.getByRole('button', { name: 'Увеличить фото 1' })).toBeFocused()

  // Whoever filed it sees nothing of that.
  await page.goto(`/reports/${number}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('Посмотри')).toHaveCount(0)
  await expect(page.getByText('Акт.txt')).toHaveCount(0)
})

test('what was written stays when somebody was faster, and goes when it is sent again', async ({ page }) => {
  const { number } = await fileReport(page, { type: 'освещение', description: 'Мигает у школы' })
  const [desk, other] = [await another(page, 'dispatcher'), await another(page, 'coordinator')]
  await start(desk, number)
  await desk.getByRole('button', { name: 'Ещё', exact: true }).click()
  await desk.getByRole('button', { name: 'Спросить жителя…' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Типовой текст…' }).selectOption({ label: 'Где именно?' })
  const words = dialog.getByRole('textbox')
  await expect(words).toHaveValue(/часы стоят/)
  await expect(dialog.getByText('Житель получит')).toBeVisible()
  await words.press('End')
  await words.pressSequentially(' Спасибо!')
  const written = await words.inputValue()

  await other.goto(`/desk/${number}`)
  await other.getByRole('button', { name: 'Ещё', exact: true }).click()
  await other.getByRole('button', { name: 'Место ограждено…' }).click()
  await other.getByRole('dialog').getByRole('button', { name: /ограждено/ }).click()
  await expect(other.getByRole('dialog')).toBeHidden()

  await dialog.getByRole('button', { name: 'Спросить жителя' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Координатор')
  await expect(words).toHaveValue(written)
  await dialog.getByRole('button', { name: 'Спросить жителя' }).click()
  await expect(dialog).toBeHidden()
  await expect(desk.getByText('Спасибо!').first()).toBeVisible()
})

for (const theme of THEMES) {
  for (const language of ['ru', 'en']) {
    test(`the case page is accessible in ${theme}, ${language}`, async ({ page }) => {
      await prefer(page, { theme })
      await signIn(page, 'dispatcher')
      await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
      await page.goto('/desk')
      await page.locator('[data-number]').first().click()
      await expect(page.locator('.case textarea')).toBeVisible()
      await isAccessible(page)
    })
  }
}
