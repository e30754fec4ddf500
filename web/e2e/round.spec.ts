// A crew's day on a phone: the round, a case resolved without a network, a conflict, the sheet on paper.
import type { APIRequestContext, Page } from '@playwright/test'
import { another, expect, fileReport, isAccessible, photo, prefer, test } from './support'

test.use({ serviceWorkers: 'allow' })

const PHONE = { width: 390, height: 844 }
const CITY = '/api/v1/cities/small-town'

type Seen = { id: string; number: string; version: number; status: string; department: { slug: string }; history: { words: string }[] }
const read = async (who: APIRequestContext, number: string): Promise<Seen> => (await who.get(`${CITY}/reports/by-number/${number}`)).json()

async function change(who: APIRequestContext, number: string, what: string, more: object): Promise<Seen> {
  const { id, version } = await read(who, number)
  const answer = await who.post(`${CITY}/reports/${id}/${what}`, { data: { seen_version: version, ...more } })
  expect(answer.status(), await answer.text()).toBe(200)
  return answer.json()
}

/** A lamp that is dark, in the hands of the lamp service's worker. */
async function given(page: Page, head: APIRequestContext, dispatcher: APIRequestContext, description: string, press: { x: number; y: number }, to: object): Promise<string> {
  const { number } = await fileReport(page, { type: 'освещение улиц', description, press })
  if ((await read(dispatcher, number)).department.slug !== 'street-lighting') {
    await change(dispatcher, number, 'transitions', { to: 'assigned', department: 'street-lighting', note: 'Это их линия' })
  }
  await change(head, number, 'assignee', to)
  return number
}

/** Somebody new, who has no cases yet, on their own phone. */
async function hire(page: Page): Promise<{ worker: string; phone: Page }> {
  const administrator = await openAs(page, 'administrator')
  const invited = await administrator.post(`${CITY}/staff`, {
    data: { login: 'lamps-round', name: 'Фёдор Фонарщиков', role: 'worker', department: 'street-lighting' },
  })
  const { id: worker, link } = (await invited.json()) as { id: string; link: string }
  const phone = await another(page)
  await phone.setViewportSize(PHONE)
  await prefer(phone, { theme: 'light', language: 'ru' })
  const taken = await phone.request.post(`${CITY}/invite`, {
    headers: { 'x-invite': new URL(link).hash.slice(1) }, data: { password: 'a lamp over every door' },
  })
  expect(taken.ok(), await taken.text()).toBe(true)
  return { worker, phone }
}

test('a crew drives its round, resolves without a network, and is told what somebody else did meanwhile', async ({ page }) => {
  test.setTimeout(240_000)
  const [head, dispatcher] = [(await openAs(page, 'head-lighting')), (await openAs(page, 'dispatcher'))]
  const { worker, phone } = await hire(page)
  const crew = '01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f'
  const made = await head.put(`${CITY}/desk/crews/${crew}`, { data: { seen_version: 0, name: 'Бригада 7', members: [worker] } })
  expect(made.status(), await made.text()).toBe(200)

  const first = await given(page, head, dispatcher, 'Темно у перехода', { x: 200, y: 120 }, { assignee: worker })
  const second = await given(page, head, dispatcher, 'Моргает у школы', { x: 120, y: 90 }, { assignee: null, crew })
  const third = await given(page, head, dispatcher, 'Не горит у парка', { x: 260, y: 160 }, { assignee: worker })

  await test.step('the round stands in driving order with the next stop first', async () => {
    await phone.goto('/desk/route')
    await expect(phone.getByText('3 точки')).toBeVisible()
    await expect(phone.getByText('Следующая точка')).toBeVisible()
    await expect(phone.getByText('Поручено: Бригада 7').first()).toBeVisible()
    await expect(phone.getByRole('link', { name: 'Как доехать' })).toHaveAttribute('href', /^geo:-?\d+\.\d+,/)
    await isAccessible(phone)
    for (const name of ['Как доехать', 'Открыть', 'На бумаге']) {
      const box = await phone.getByRole('link', { name }).boundingBox()
      expect(box!.height, `${name} is large enough for a thumb`).toBeGreaterThanOrEqual(52)
    }
  })

  await test.step('without a network the case is there, is begun, photographed and resolved', async () => {
    await phone.goto(`/desk/route/${first}`)
    await expect(phone.getByText('Темно у перехода')).toBeVisible()
    await isAccessible(phone)
    const result = await photo(phone, '#ddbb66')
    await phone.getByRole('button', { name: 'Решено…' }).click()
    await phone.context().setOffline(true)
    await phone.locator('input[type="file"]').setInputFiles(result)
    await phone.getByLabel('Одна фраза для жителя').fill('Заменили лампу')
    await isAccessible(phone)
    await phone.getByRole('button', { name: 'Отправить' }).click()
    await expect(phone.getByText('Ждёт сети').first()).toBeVisible()
    await expect(phone.getByText('Готово. Дальше следующая точка.')).toBeVisible()
    expect((await read(dispatcher, first)).status, 'nothing has reached the server').toBe('assigned')
    await isAccessible(phone)
  })

  await test.step('the page is opened again without a network, and nothing is lost', async () => {
    await phone.goto('/desk/route')
    await expect(phone.getByText('Нет сети. Показываем то, что сохранили')).toBeVisible()
    await expect(phone.getByText('Ждёт сети').first()).toBeVisible()
    await expect(phone.getByText('2 точки')).toBeVisible()
    await phone.goto(`/desk/route/${third}`)
    await expect(phone.getByText('Не горит у парка')).toBeVisible()
    await phone.getByRole('button', { name: 'Начать работу' }).click()
    await expect(phone.getByText('Ждёт сети').first()).toBeVisible()
  })

  await test.step('with the network back it is sent in order, and what somebody overtook is a choice', async () => {
    await change(head, third, 'transitions', { to: 'accepted', note: 'Возьмите лестницу' })
    await phone.context().setOffline(false)
    await expect(phone.getByText('Пока не было сети, дело изменили')).toBeVisible({ timeout: 30_000 })
    await isAccessible(phone)
    await expect.poll(async () => (await read(dispatcher, first)).status, { timeout: 30_000 }).toBe('resolved')
    const told = (await (await dispatcher.get(`${CITY}/reports/by-number/${first}`)).json()) as { photos: { kind: string }[]; history: { note: string | null; status: string }[] }
    expect(told.photos.filter((p) => p.kind === 'after')).toHaveLength(1)
    expect(told.history.filter((line) => line.status === 'in_progress')).toHaveLength(1)
    expect(told.history.some((line) => line.note === 'Заменили лампу')).toBe(true)
    await phone.getByRole('button', { name: 'Всё равно отправить' }).click()
    await expect.poll(async () => (await read(dispatcher, third)).status, { timeout: 30_000 }).toBe('in_progress')
    await expect(phone.getByText('Пока не было сети, дело изменили')).toBeHidden()
  })

  await test.step('the sheet on paper has a code and a place to sign for each', async () => {
    await phone.goto('/desk/route/print')
    await expect(phone.getByRole('heading', { name: 'Маршрутный лист' })).toBeVisible()
    await expect(phone.getByRole('img', { name: `Дело № ${second} по коду` })).toBeVisible()
    await expect(phone.getByText('Подпись')).toHaveCount(2)
    await isAccessible(phone)
    await phone.emulateMedia({ media: 'print' })
    await expect(phone.getByRole('button', { name: 'Напечатать' })).toBeHidden()
    await phone.emulateMedia({ media: 'screen' })
  })

  await test.step('nothing of it stays after signing out', async () => {
    await phone.goto('/account')
    await phone.getByRole('button', { name: 'Выйти', exact: true }).click()
    await expect(phone.getByRole('button', { name: 'Войти', exact: true })).toBeVisible()
    const kept = await phone.evaluate(
      () => new Promise<number>((resolve) => {
        const open = indexedDB.open('round')
        open.onsuccess = () => {
          const count = open.result.transaction('cases').objectStore('cases').count()
          count.onsuccess = () => resolve(count.result)
        }
      }),
    )
    expect(kept).toBe(0)
  })
})

async function openAs(page: Page, login: string): Promise<APIRequestContext> {
  if (page.url() === 'about:blank') await page.goto('/')
  const { accounts } = (await (await page.request.get('/api/v1/demo')).json()) as { accounts: { login: string; password: string }[] }
  const { password } = accounts.find((one) => one.login === login)!
  const context = await page.context().browser()!.newContext({ baseURL: new URL(page.url()).origin })
  expect((await context.request.post('/api/v1/sessions', { data: { login, password, city: 'small-town' } })).ok()).toBe(true)
  return context.request
}

for (const [theme, language] of [['light', 'ru'], ['dark', 'en'], ['contrast', 'ru'], ['contrast-dark', 'en']] as const) {
  test(`crews, cover and the round are accessible in the ${theme} look in ${language}`, async ({ page }) => {
    await page.goto('/')
    const head = await another(page, 'head-lighting')
    await prefer(head, { theme, language })
    await head.setViewportSize(PHONE)
    await head.goto('/desk/crews')
    await head.getByRole('button', { name: language === 'ru' ? 'Новая бригада' : 'New crew' }).click()
    await head.getByRole('textbox').fill(`Ночь ${theme}`)
    await head.getByRole('checkbox').first().check()
    await isAccessible(head)
    await head.getByRole('button', { name: language === 'ru' ? 'Сохранить' : 'Save' }).click()
    await expect(head.getByRole('heading', { name: `Ночь ${theme}` })).toBeVisible()
    await isAccessible(head)

    await head.goto('/account')
    await expect(head.getByRole('heading', { name: language === 'ru' ? 'Отсутствие и замещение' : 'Away, and who stands in' })).toBeVisible()
    await head.getByLabel(language === 'ru' ? 'Кто замещает' : 'Who stands in').selectOption({ index: 1 })
    await head.getByRole('button', { name: language === 'ru' ? 'Отметить отсутствие' : 'Say that I am away' }).click()
    const back = head.getByRole('button', { name: language === 'ru' ? 'Вернуться раньше' : 'I am back' })
    await expect(back).toBeVisible()
    await isAccessible(head)
    await back.click()
    await expect(back).toBeHidden()

    // A head says so of somebody of the department too.
    await head.getByLabel(language === 'ru' ? 'Кто отсутствует' : 'Who is away').selectOption({ index: 1 })
    await head.getByLabel(language === 'ru' ? 'Кто замещает' : 'Who stands in').selectOption({ index: 1 })
    await head.getByRole('button', { name: language === 'ru' ? 'Отметить отсутствие сотрудника' : 'Say that they are away' }).click()
    const over = head.getByRole('button', { name: language === 'ru' ? /^Закончить/ : /^End it/ })
    await expect(over).toBeVisible()
    await isAccessible(head)
    await over.click()
    await expect(over).toBeHidden()

    await head.goto('/desk/route')
    await expect(head.getByRole('heading', { level: 1 })).toBeVisible()
    await isAccessible(head)
    await head.goto('/desk/route/print')
    await expect(head.getByRole('heading', { level: 1 })).toBeVisible()
    await isAccessible(head)
    await head.context().close()
  })
}
