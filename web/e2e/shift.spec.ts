// A shift of a department, from the queue in the morning to the last of ten cases, each of its own kind.
import { fileFor, seen, type Made } from './filed'
import { another, expect, isAccessible, more, photo, signIn, test } from './support'
import type { Page } from '@playwright/test'

const row = (desk: Page, { number }: Made) => desk.locator(`.queue [data-number="${number}"]`)
const queue = (desk: Page) => desk.getByRole('region', { name: 'Очередь', exact: true })

async function open(desk: Page, { number }: Made): Promise<void> {
  await desk.goto(`/desk/${number}`)
  await expect(desk.getByRole('region', { name: 'Сообщение', exact: true })).toContainText(number)
}

/** Says what a dialog asks, and sends it. */
async function told(desk: Page, send: string, words: Record<string, string>): Promise<void> {
  const dialog = desk.getByRole('dialog')
  for (const [label, text] of Object.entries(words)) await dialog.getByLabel(label).fill(text)
  await dialog.getByRole('button', { name: send, exact: true }).click()
  await expect(dialog).toBeHidden()
}

async function resolve(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: 'Решено…' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.locator('input[type="file"]').setInputFiles(await photo(desk, '#ddbb66'))
  await expect(dialog.getByText('Отправили')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Типовой текст…' }).selectOption({ label: 'Заменили лампу' })
  await expect(dialog.getByText('Житель получит')).toBeVisible()
  await told(desk, 'Решено', {})
}

test('a shift: the queue in the morning, and ten cases of different kinds', async ({ page: desk }) => {
  test.setTimeout(240_000)
  await signIn(desk, 'head-lighting')
  const [danger, lamp, twin, elsewhere, late, refused, planned, asked, foreign, handed] = (await fileFor(
    desk, ['Провод лежит на тротуаре', 'city-power-cable'], ['Не горит у клуба'], ['Темно у клуба'], ['Столб в яме на дороге'],
    ['Не горит вся улица'], ['Повесьте гирлянду'], ['Мигает у сквера'], ['Темно где-то тут'], ['Фонарь во дворе завода'], ['Не горит у пруда'],
  )) as [Made, Made, Made, Made, Made, Made, Made, Made, Made, Made]

  await test.step('what is new is accepted from the keyboard, all at once', async () => {
    await desk.goto('/desk?tab=new&sort=newest')
    for (const one of [danger, lamp, late, planned, asked, handed]) {
      await row(desk, one).focus()
      await desk.keyboard.press('x')
    }
    await desk.keyboard.press('a')
    await desk.getByRole('button', { name: 'Сразу' }).press('Enter')
    await expect(queue(desk).getByText('«Принять»: 6 сообщений', { exact: true })).toBeVisible()
    await isAccessible(desk)
  })

  await test.step('danger first: the place is made safe, then repaired', async () => {
    await open(desk, danger)
    await desk.getByRole('button', { name: 'Место ограждено…' }).click()
    await told(desk, 'Место ограждено', { 'Что сделали': 'Обесточили и поставили ленту' })
    await desk.getByRole('button', { name: 'Начать работу', exact: true }).click()
    await desk.getByRole('button', { name: 'Решено…' }).click()
    await desk.getByRole('dialog').locator('input[type="file"]').setInputFiles(await photo(desk, '#88aacc'))
    await expect(desk.getByRole('dialog').getByText('Отправили')).toBeVisible()
    await told(desk, 'Решено', { 'Одна фраза для жителя': 'Провод убрали, линия под защитой.' })
  })

  await test.step('the same lamp twice becomes one case, and that is repaired', async () => {
    await open(desk, twin)
    await more(desk, 'Об этом уже сообщали…')
    await told(desk, 'Об этом уже сообщали', { 'Номер того сообщения': lamp.number })
    await open(desk, lamp)
    await desk.getByRole('button', { name: 'Начать работу', exact: true }).click()
    await resolve(desk)
  })

  await test.step('what is not theirs goes to another department, or is said to be nobody of the city’s', async () => {
    await open(desk, elsewhere)
    await more(desk, 'Передать другой службе…')
    await desk.getByRole('dialog').getByRole('searchbox').fill('дорожная служба')
    await desk.getByRole('dialog').getByRole('radio').first().check()
    await told(desk, 'Передать другой службе', { 'Почему': 'Яма дорожников' })
    await open(desk, foreign)
    await more(desk, 'Отвечает не город…')
    await told(desk, 'Отвечает не город', { 'Кто отвечает': 'Завод «Свет»', 'Почему': 'Двор завода' })
    await open(desk, refused)
    await more(desk, 'Не принять…')
    await told(desk, 'Не принять', { 'Почему и кто поможет': 'Гирлянды вешает дом культуры' })
  })

  await test.step('a day is planned, the author is asked', async () => {
    await open(desk, planned)
    await desk.getByRole('button', { name: 'Начать работу', exact: true }).click()
    await more(desk, 'Назначить день…')
    await told(desk, 'Назначить день', { 'День работ': (await desk.getByLabel('День работ').getAttribute('max'))! })
    await open(desk, asked)
    await desk.getByRole('button', { name: 'Начать работу', exact: true }).click()
    await more(desk, 'Спросить жителя…')
    await told(desk, 'Спросить жителя', { 'Вопрос жителю': 'Какой номер на столбе?' })
  })

  await test.step('a worker takes one, and asks for more days for another', async () => {
    const worker = await another(desk, 'lighting')
    await open(worker, handed)
    await worker.getByRole('button', { name: 'Взять себе' }).click()
    await expect(worker.getByRole('button', { name: 'Оставить', exact: true })).toBeVisible()
    await open(worker, late)
    await worker.getByRole('button', { name: 'Начать работу', exact: true }).click()
    await more(worker, 'Попросить ещё дней…')
    await told(worker, 'Попросить', { 'Сколько дней': '3', 'Почему не успеваем': 'Кабель везут' })
    await worker.context().close()
    await open(desk, late)
    await desk.getByRole('region', { name: 'Сроки' }).getByRole('button', { name: 'Продлить…' }).click()
    await told(desk, 'Продлить', {})
    await expect(desk.getByRole('region', { name: 'Сроки' })).toContainText('Продлили на 3 дня')
  })

  await test.step('in the evening every case stands where the shift has brought it', async () => {
    const all = [danger, lamp, twin, elsewhere, late, refused, planned, asked, foreign, handed]
    const dispatcher = await another(desk, 'dispatcher')
    const ends = await Promise.all(all.map(async (one) => (await seen(dispatcher, one)).status))
    expect(ends).toEqual([
      'resolved', 'resolved', 'duplicate', 'assigned', 'in_progress', 'declined', 'planned', 'waiting_for_resident', 'forwarded', 'accepted',
    ])
    await dispatcher.context().close()
    await desk.goto('/desk?tab=new')
    await desk.getByRole('link', { name: /^Новые/ }).waitFor()
    for (const one of all) await expect(row(desk, one)).toHaveCount(0)
  })
})
