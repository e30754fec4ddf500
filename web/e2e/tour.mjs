// Draws every screen in every language, look and width, for people to look at.
// BASE_URL: a running server in demo mode. TOUR_DIR: where the pictures go.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const base = process.env.BASE_URL
const out = process.env.TOUR_DIR
if (!base || !out) throw new Error('set BASE_URL and TOUR_DIR')
mkdirSync(out, { recursive: true })

const LANGUAGES = ['ru', 'en']
const THEMES = (process.env.TOUR_THEMES ?? 'light,dark').split(',')
const WIDTHS = (process.env.TOUR_WIDTHS ?? '390,1440').split(',').map(Number)
const SAY = {
  ru: { next: "Дальше", send: 'Отправить', received: 'Приняли', resolve: 'Решено…', start: 'Начать работу', list: /^Список/, search: 'свет' },
  en: { next: 'Next', send: 'Send', received: 'Received', resolve: 'Resolved…', start: 'Start work', list: /^List/, search: 'light' },
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--use-gl=angle', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-background-networking'],
})

const city = (await (await fetch(`${base}/api/v1/cities`)).json()).cities[0]
const all = await (await fetch(`${base}/api/v1/cities/${city.slug}/reports?bbox=${city.bounds.join(',')}&limit=100`)).json()
const shown = all.reports.find((r) => r.shape === 'resolved' && r.photo) ?? all.reports[0]
const account = (await (await fetch(`${base}/api/v1/demo`)).json()).accounts.find((a) => a.role === 'dispatcher')
const waits = all.reports.find((r) => ['accepted', 'in_progress'].includes(r.status)) ?? all.reports[0]

let drawn = 0
for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    for (const width of WIDTHS) await tour(language, theme, width)
  }
}
await browser.close()
console.log(`${drawn} screens in ${out}`)

async function tour(language, theme, width) {
  const words = SAY[language]
  const context = await browser.newContext({ baseURL: base, viewport: { width, height: width < 700 ? 844 : 900 } })
  await context.addInitScript(([l, t]) => {
    localStorage.setItem('language', l)
    localStorage.setItem('theme', t)
  }, [language, theme])
  const page = await context.newPage()
  const map = () => page.locator('.holder[data-ready="true"]').first().waitFor({ timeout: 20_000 }).catch(() => {})
  const draw = async (name, full = false) => {
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(out, `${name}-${width}-${theme}-${language}.png`), fullPage: full })
    drawn++
  }
  const press = (name) => page.getByRole('button', { name }).first().click()

  await page.goto('/')
  await map()
  await draw('map')
  if (width < 700) {
    await press(words.list)
    await draw('list')
  }
  if (shown) {
    await page.goto(`/?selected=${shown.number}`)
    await map()
    await page.locator('.selected h2').waitFor()
    await draw('map-selected')
    await page.goto(`/reports/${shown.number}`)
    await page.locator('h1').waitFor()
    await map()
    await draw('report', true)
  }
  await wizard(page, words, map, draw, press)
  await page.goto('/sign-in')
  await page.locator('.demo').waitFor({ timeout: 5000 }).catch(() => {})
  await draw('sign-in')
  if (account) await desk(page, words, map, draw, press)
  await context.close()
}

async function wizard(page, words, map, draw, press) {
  await page.goto('/report')
  await map()
  await page.locator('.maplibregl-canvas').click({ position: { x: 120, y: 100 } })
  await page.locator('.pin:not(.loose)').waitFor()
  await draw('wizard-1')
  await press(words.next)
  await draw('wizard-2')
  await page.getByRole('searchbox').fill(words.search)
  await page.getByRole('radio').first().check({ force: true })
  await page.locator('.notes summary').click()
  await draw('wizard-2-search', true)
  await press(words.next)
  await draw('wizard-3', true)
  await press(words.send)
  const received = page.getByRole('heading', { name: words.received })
  await received.or(page.locator('.unsent')).waitFor()
  if ((await received.count()) === 0) {
    await draw('wizard-3-open', true)
    await press(words.send)
  }
  await received.waitFor()
  await draw('receipt', true)
}

async function desk(page, words, map, draw, press) {
  await page.request.post('/api/v1/sessions', { data: { login: account.login, password: account.password, city: city.slug } })
  await page.goto('/desk')
  await page.locator('[data-number]').first().waitFor()
  await map()
  await draw('desk')
  await page.goto(`/desk/${waits.number}`)
  await page.locator('.case h2').waitFor()
  await map()
  await draw('desk-case')
  const resolve = page.getByRole('button', { name: words.resolve })
  if ((await resolve.count()) === 0) return
  await resolve.click()
  await draw('desk-resolve')
}
