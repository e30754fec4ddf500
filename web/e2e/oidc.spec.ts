import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, isAccessible, prefer, test } from './support'

const ROOT = join(import.meta.dirname, '../..')
const SECRET = 'a secret for stories: %&+='

/** The first words of a process that say where it is. */
function address(process: ChildProcess, from: 'stdout' | 'stderr', said: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(process[from]!).on('line', (line) => said.test(line) && resolve(said.exec(line)![1]!))
    process.on('exit', () => reject(new Error('it ended before it said where it is')))
  })
}

test('staff signs in with the provider of the city, by its button', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'citycenter-'))
  chmodSync(folder, 0o755)
  const provider = spawn('node', [join(import.meta.dirname, 'oidc-provider.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const issuer = await address(provider, 'stdout', /^issuer (\S+)/)
  for (const city of ['small-town', 'russia']) cpSync(join(ROOT, 'cities', city), join(folder, 'cities', city), { recursive: true })
  appendFileSync(join(folder, 'cities/small-town/city.toml'), `
[oidc]
title_ru = "Единый вход"
title_en = "City sign-on"
issuer = "${issuer}"
client_id = "citycenter"
scopes = ["openid", "profile", "groups"]
new_people = true
roles = [{ group = "lamps", role = "worker", department = "street-lighting" }]
`)
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target')
  const server = spawn(join(target, 'debug/citycenter'), [
    'serve', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'data'), '--city-dir', join(folder, 'cities/small-town'),
  ], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, CITYCENTER_FAST_INITDB: '1', CITYCENTER_OUTBOUND_OWN: '["127.0.0.1"]', CITYCENTER_OIDC_SECRET_SMALL_TOWN: SECRET } })
  try {
    const base = await address(server, 'stderr', /listening on (http:\S+)/)
    const door = (name: string, body: unknown) => fetch(`${issuer}/door/${name}`, { method: 'POST', body: JSON.stringify(body) })
    await door('client', { base, city: 'small-town' })
    await door('people', { 'anna-1': { name: 'Анна Фонарщикова', preferred_username: 'anna', groups: ['guests'] } })
    const page = await browser.newPage({ baseURL: base, reducedMotion: 'reduce', locale: 'ru-RU' })
    await prefer(page, { language: 'ru' })

    await page.goto('/sign-in')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await isAccessible(page)
    await page.getByRole('link', { name: 'Войти через «Единый вход»' }).click()
    await expect(page.getByText('У вашей учётной записи здесь нет роли')).toBeVisible()
    await isAccessible(page)

    await door('people', { 'anna-1': { name: 'Анна Фонарщикова', preferred_username: 'anna', groups: ['lamps'] } })
    await page.getByRole('link', { name: 'Войти через «Единый вход»' }).click()
    await expect(page.getByRole('heading', { name: 'Рабочее место' })).toBeVisible()
    await page.getByRole('link', { name: 'Моя учётная запись' }).click()
    await expect(page.getByText('Вы входите через «Единый вход»')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Второй шаг' })).toHaveCount(0)
    await isAccessible(page)
    await page.context().close()
  } finally {
    server.kill()
    await new Promise((ended) => server.on('exit', ended))
    provider.stdin.end()
    rmSync(folder, { recursive: true, force: true })
  }
})
