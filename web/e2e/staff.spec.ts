import { createHmac } from 'node:crypto'
import type { Page } from '@playwright/test'
import { another, expect, isAccessible, prefer, signIn, test } from './support'

const PASSWORD = 'a lamp over every door'

/** The code that a phone shows, so many seconds from now (RFC 6238). */
function code(secret: string, seconds = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + seconds) / 30)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** An administrator invites somebody; there is no screen for it yet. */
async function invite(page: Page, login: string): Promise<string> {
  await signIn(page, 'administrator')
  return page.evaluate(async (login) => {
    const body = JSON.stringify({ login, name: 'Анна Фонарщикова', role: 'worker', department: 'street-lighting' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/api/v1/cities/small-town/staff', { method: 'POST', headers, body })
    return ((await answer.json()) as { link: string }).link
  }, login)
}

async function givePassword(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Имя для входа').fill(login)
  await page.getByLabel('Пароль').fill(PASSWORD)
  await page.getByRole('button', { name: 'Войти', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Второй шаг' })).toBeVisible()
}

for (const theme of ['light', 'dark', 'contrast']) {
  test(`somebody is invited, sets up a second step and comes back with it, in the ${theme} look`, async ({ page }) => {
    const login = `lamps-${theme}`
    const link = new URL(await invite(page, login))
    const person = await another(page)
    await prefer(person, { theme })
    await person.setViewportSize(theme === 'light' ? { width: 1440, height: 900 } : { width: 320, height: 700 })

    await test.step('the link leads to a password', async () => {
      await person.goto(link.pathname + link.hash)
      await expect(person.getByText('Анна Фонарщикова, вас пригласили')).toBeVisible()
      await isAccessible(person)
      await person.getByLabel('Придумайте пароль').fill('qwertyuiop')
      await person.getByRole('button', { name: 'Сохранить и войти' }).click()
      await expect(person.getByText('Такой пароль пробуют первым')).toBeVisible()
      await isAccessible(person)
      await person.getByLabel('Придумайте пароль').fill(PASSWORD)
      await person.getByRole('button', { name: 'Сохранить и войти' }).click()
      await expect(person.getByRole('heading', { name: 'Моя учётная запись' })).toBeVisible()
      await isAccessible(person)
    })

    let secret = ''
    let recovery = ''
    await test.step('the second step is turned on', async () => {
      await person.getByRole('button', { name: 'Включить второй шаг' }).click()
      await person.getByLabel('Ваш пароль').fill(PASSWORD)
      await person.getByRole('button', { name: 'Дальше' }).click()
      await expect(person.getByRole('img', { name: 'Картинка для приложения с кодами' })).toBeVisible()
      await isAccessible(person)
      secret = await person.locator('.set-up code').innerText()
      await person.getByLabel('Код из приложения').fill(code(secret))
      await person.getByRole('button', { name: 'Включить', exact: true }).click()
      await expect(person.getByRole('heading', { name: 'Резервные коды' })).toBeFocused()
      await expect(person.locator('.codes li')).toHaveCount(10)
      recovery = await person.locator('.codes li').first().innerText()
      await isAccessible(person)
      await person.getByRole('button', { name: 'Коды сохранены' }).click()
      await expect(person.getByText('Осталось 10 резервных кодов')).toBeVisible()
      await isAccessible(person)
    })

    await test.step('signing in takes both', async () => {
      await person.getByRole('button', { name: 'Выйти', exact: true }).click()
      await expect(person.getByRole('heading', { name: 'Вход для служб' })).toBeVisible()
      await givePassword(person, login)
      await expect(person.getByLabel('Код из приложения')).toBeFocused()
      await isAccessible(person)
      await person.keyboard.type('000000')
      await person.keyboard.press('Enter')
      await expect(person.getByText('Код не подходит')).toBeVisible()
      // The code of this half minute was used up; the next one is taken already.
      await person.getByLabel('Код из приложения').fill(code(secret, 30))
      await person.keyboard.press('Enter')
      await person.getByRole('link', { name: 'Моя учётная запись' }).click()
      await expect(person.getByText('Осталось 10 резервных кодов')).toBeVisible()
    })

    await test.step('and without the phone a recovery code does', async () => {
      await person.getByRole('button', { name: 'Выйти', exact: true }).click()
      await givePassword(person, login)
      await person.keyboard.type(recovery.toLowerCase())
      await person.keyboard.press('Enter')
      await person.getByRole('link', { name: 'Моя учётная запись' }).click()
      await expect(person.getByText('Осталось 9 резервных кодов')).toBeVisible()
      await expect(person.getByText('Это устройство')).toBeVisible()
    })

    await test.step('a used link says what to do next', async () => {
      await person.goto('about:blank')
      await person.goto(link.pathname + link.hash)
      await expect(person.getByRole('alert')).toContainText('Попросите администратора прислать новую')
      await isAccessible(person)
    })
    await person.context().close()
  })
}
