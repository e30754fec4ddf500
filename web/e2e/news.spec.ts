// Being told what became of a case: by the browser, and by mail that anybody may ask for.
import type { Page } from '@playwright/test'
import { file } from './filed'
import { expect, fileReport, isAccessible, test } from './support'

test.use({ serviceWorkers: 'allow' })

type Shown = { to: string; subject: string; body: string }
const mails = async (page: Page): Promise<Shown[]> => ((await (await page.request.get('/api/v1/demo/outbox')).json()) as { messages: Shown[] }).messages

async function mailTo(page: Page, address: string): Promise<Shown> {
  await expect.poll(async () => (await mails(page)).some(({ to }) => to === address)).toBe(true)
  return (await mails(page)).find(({ to }) => to === address)!
}

test('anybody follows a case by mail, and stops by the link in it', async ({ page, request }) => {
  const { number } = await file(request, 'Темно у школы')
  await page.goto(`/reports/${number}`)
  await page.getByRole('button', { name: 'Следить по почте' }).click()
  const dialog = page.getByRole('dialog')
  await isAccessible(page)
  await dialog.getByLabel('Почта').fill('нет')
  await dialog.getByRole('button', { name: 'Отправить' }).click()
  await expect(dialog.getByText('Отметьте согласие')).toBeVisible()
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Отправить' }).click()
  await expect(dialog.getByLabel('Почта')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Почта').fill('sosed@mail.example')
  await dialog.getByRole('button', { name: 'Отправить' }).click()
  await expect(dialog.getByText('Отправили письмо.')).toBeVisible()

  const mail = await mailTo(page, 'sosed@mail.example')
  const link = /https?:\/\/\S+\/subscription#\S+/.exec(mail.body)![0]
  const path = new URL(link)
  await page.goto(path.pathname + path.hash)
  await expect(page.getByText(`Новости сообщения № ${number}.`)).toBeVisible()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Подтвердить' }).click()
  await expect(page.getByRole('heading', { name: 'Готово, будем писать' })).toBeVisible()
  await page.getByRole('button', { name: 'Отписаться' }).click()
  await expect(page.getByRole('heading', { name: 'Отписали, адрес забыли' })).toBeVisible()
  await page.reload()
  await expect(page.getByText('Ссылка больше не действует')).toBeVisible()
})

test('a browser is asked once it is pressed, and tells the city where it is reached', async ({ page, context }) => {
  await context.grantPermissions(['notifications'])
  // There is no push service here: the browser's own part is played.
  await page.addInitScript(() => {
    const bytes = (n: number) => Uint8Array.from({ length: n }, (_, i) => i + 1).buffer
    let made: object | null = null
    PushManager.prototype.subscribe = async (options) => {
      const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
      const point = await crypto.subtle.exportKey('raw', pair.publicKey)
      made = {
        endpoint: 'https://push.example/one', options: { applicationServerKey: (options!.applicationServerKey as Uint8Array).buffer },
        getKey: (name: string) => (name === 'auth' ? bytes(16) : point), unsubscribe: async () => true,
      }
      return made as PushSubscription
    }
    PushManager.prototype.getSubscription = async () => made as PushSubscription | null
  })
  const { number } = await fileReport(page, { type: 'освещение', description: 'Темно' })
  const asked = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().includes('/push'))
  await page.getByRole('button', { name: 'Уведомлять здесь' }).click()
  expect((await asked).status()).toBe(204)
  await expect(page.getByText('Уведомления включены')).toBeVisible()
  await isAccessible(page)
  const dropped = page.waitForResponse((answer) => answer.request().method() === 'DELETE' && answer.url().includes('/push'))
  await page.getByRole('button', { name: 'Не уведомлять' }).click()
  expect((await dropped).status()).toBe(204)
  await expect(page.getByRole('button', { name: 'Уведомлять здесь' })).toBeVisible()
  expect(number).toMatch(/^\d{4}-\d{6}$/)
})
