// Draws every screen in every language, look and width, for people to look at.
// BASE_URL: a running server in demo mode. TOUR_DIR: where the pictures go.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { makeCases } from './cases.mjs'
import { keepDraft } from './draft.mjs'

const base = process.env.BASE_URL
const out = process.env.TOUR_DIR
if (!base || !out) throw new Error('set BASE_URL and TOUR_DIR')
mkdirSync(out, { recursive: true })

const LANGUAGES = (process.env.TOUR_LANGUAGES ?? 'ru,en').split(',')
const THEMES = (process.env.TOUR_THEMES ?? 'light,dark').split(',')
const WIDTHS = (process.env.TOUR_WIDTHS ?? '390,768,1440').split(',').map(Number)
const SAY = {
  ru: {
    next: 'Дальше', send: 'Отправить', received: 'Приняли', resolve: 'Решено…', list: /^Список/, search: 'свет', more: 'Ещё',
    answer: 'Ответить', disagree: 'Не согласен…', confirm: 'Да, решено', withdraw: 'Отозвать…',
    ask: 'Спросить жителя…', hand: 'Передать другой службе…', extend: 'Попросить ещё дней…', correct: 'Исправить вид или место…', yes: 'Продлить…',
  },
  en: {
    next: 'Next', send: 'Send', received: 'Received', resolve: 'Resolved…', list: /^List/, search: 'light', more: 'More',
    answer: 'Answer', disagree: 'I disagree…', confirm: 'Yes, it is fixed', withdraw: 'Take it back…',
    ask: 'Ask the resident…', hand: 'Hand to another service…', extend: 'Ask for more days…', correct: 'Correct the type or place…', yes: 'Extend…',
  },
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--use-gl=angle', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-background-networking'],
})

const city = (await (await fetch(`${base}/api/v1/cities`)).json()).cities[0]
const all = await (await fetch(`${base}/api/v1/cities/${city.slug}/reports?bbox=${city.bounds.join(',')}&limit=100`)).json()
const shown = all.reports.find((r) => r.shape === 'resolved' && r.photo) ?? all.reports[0]
const { accounts } = await (await fetch(`${base}/api/v1/demo`)).json()
const account = accounts.find((a) => a.role === 'dispatcher')
const picture = await aPicture()
const cases = await makeCases(browser, base, city, accounts, picture)
const waits = all.reports.find((r) => ['accepted', 'in_progress'].includes(r.status)) ?? all.reports[0]

let drawn = 0
for (const language of LANGUAGES) {
  for (const theme of THEMES) {
    for (const width of WIDTHS) await tour(language, theme, width)
  }
}
await browser.close()
console.log(`${drawn} screens in ${out}`)

/** A photo as a camera would give it, of one colour. */
async function aPicture() {
  const page = await browser.newPage()
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 960, height: 720 })
    const context = canvas.getContext('2d')
    context.fillStyle = '#4a6b73'
    context.fillRect(0, 0, 960, 720)
    return canvas.toDataURL('image/jpeg').split(',')[1]
  })
  await page.close()
  return Buffer.from(data, 'base64')
}

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
  await publicPages(page, words, draw)
  await wizard(page, words, map, draw, press)
  await ownCases(page, words, map, draw, press)
  await nearby(page, words, map, draw, press)
  await page.goto('/me')
  await page.locator('#address').waitFor()
  await draw('me-signed-out')
  await page.goto('/sign-in')
  await page.locator('.demo').waitFor({ timeout: 5000 }).catch(() => {})
  await draw('sign-in')
  if (account) await desk(page, words, map, draw, press)
  if (account) await queue(page, words, map, draw)
  await deskCases(page, words, map, draw, press)
  await round(page, draw)
  await context.close()
}

/** What everybody may look at beside the map. */
async function publicPages(page, words, draw) {
  await page.goto('/?shape=overdue,soon&territory=north')
  await page.locator('.asked').waitFor()
  await page.locator('.filters .all').click()
  await page.getByRole('dialog').waitFor()
  await draw('map-filters')
  await page.keyboard.press('Escape')
  await page.goto('/?text=nobody&type=gone')
  await page.locator('.notice, .list [role="alert"]').first().waitFor({ timeout: 5000 }).catch(() => {})
  await draw('map-wrong-filter')
  for (const path of ['figures', 'departments']) {
    await page.goto(`/${path}`)
    await page.locator('table').first().waitFor()
    await draw(path, true)
  }
  await page.goto('/figures')
  await page.locator('.switch button').last().click()
  await draw('figures-table', true)
  await page.goto('/figures?from=2001-01-01&to=2001-01-31')
  await page.locator('.none').waitFor()
  await draw('figures-none')
  await page.route('**/api/**/figures*', (route) => route.abort())
  await page.goto('/figures')
  await page.getByRole('alert').waitFor()
  await draw('figures-failing')
  await page.unroute('**/api/**/figures*')
  if (page.viewportSize().width < 1100) {
    await page.goto('/departments')
    await page.locator('header .sections > button').click()
    await draw('sections')
  }
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

/** What a crew sees on its phone, with and without a network, and what its head arranges. */
async function round(page, draw) {
  const as = async (login) => {
    const { password } = accounts.find((a) => a.login === login)
    await page.request.post('/api/v1/sessions', { data: { login, password, city: city.slug } })
  }
  await as('lighting')
  await page.goto('/desk/route')
  await page.locator('.first h2').waitFor()
  await draw('round')
  await page.goto(`/desk/route/${cases.round[0].number}`)
  await page.locator('footer').waitFor()
  await draw('round-stop')
  await page.locator('footer .main').click()
  await page.locator('form input[type=file]').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: picture })
  await draw('round-done')
  await page.context().setOffline(true)
  await page.locator('.send .main').click()
  await page.locator('footer .done').waitFor()
  await draw('round-stop-waiting')
  await page.goto('/desk/route')
  await page.locator('.offline').waitFor()
  await draw('round-offline', true)
  // The other tours find the case as it was.
  await page.evaluate(() => new Promise((resolve) => {
    const open = indexedDB.open('round')
    open.onsuccess = () => {
      const transaction = open.result.transaction('deeds', 'readwrite')
      transaction.objectStore('deeds').clear()
      transaction.oncomplete = resolve
    }
  }))
  await page.context().setOffline(false)
  await page.goto('/desk/route/print')
  await page.locator('.qr').first().waitFor()
  await draw('route-sheet', true)
  await as('head-lighting')
  await page.goto('/desk/crews')
  await page.locator('li.card').first().waitFor()
  await draw('crews')
  await page.locator('li.card button').first().click()
  await draw('crews-change')
  await page.goto('/account')
  await page.locator('#away-cover').waitFor()
  await draw('account', true)
}

/** The queue: filters, the choice of many, the nearest first, and what stands there when there is nothing. */
async function queue(page, words, map, draw) {
  const show = async (query) => {
    await page.goto(`/desk${query}`)
    await page.locator('.queue [data-number], .queue .notice').first().waitFor()
    await map()
  }
  await show(`?sort=nearest&near=${city.center.lat},${city.center.lon}`)
  await draw('queue-nearest')
  await show('?tab=in_work&type=road-snow,yard-lighting&assignee=none')
  await draw('queue-filtered')
  for (const [key, name] of [['f', 'filters'], ['?', 'keys']]) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    await draw(`queue-${name}`)
    await page.keyboard.press('Escape')
  }
  await page.locator('.queue li input').nth(0).check()
  await page.locator('.queue li input').nth(1).check()
  await page.locator('.bar .box > button').click()
  await draw('queue-chosen')
  await page.keyboard.press('Escape')
  if (page.viewportSize().width < 700) {
    await page.locator('.head .map').click()
    await map()
    await draw('queue-map')
  }
  await page.locator('[data-tab="closed"]').click()
  await page.locator('.queue [data-number]').first().waitFor()
  await draw('queue-closed')
  await show('?text=абракадабра')
  await draw('queue-none')
  await show('?type=gone')
  await draw('queue-invalid')
  await page.route('**/desk/reports*', (route) => route.abort())
  await page.goto('/desk')
  await page.locator('.queue [role="alert"]').waitFor()
  await draw('queue-failing')
  await page.unroute('**/desk/reports*')
}

/** The author's page in each state of a case, and what a stranger sees. */
async function ownCases(page, words, map, draw, press) {
  const show = async ({ number }) => {
    await page.goto(`/reports/${number}`)
    await page.locator('h1').waitFor()
    await map()
  }
  const own = Object.values(cases).flat().map((made) => ({ ...made, city: city.slug, sent_at: '' }))
  await show(cases.news)
  await draw('public-news', true)
  await page.evaluate((kept) => localStorage.setItem('own-reports', JSON.stringify(kept)), own)
  await show(cases.asked)
  await draw('own-asked', true)
  await press(words.answer)
  await draw('own-answer')
  await show(cases.done)
  await draw('own-check', true)
  await press(words.confirm)
  await draw('own-confirm')
  await page.keyboard.press('Escape')
  await press(words.disagree)
  await draw('own-disagree')
  await show(cases.news)
  await press(words.withdraw)
  await draw('own-withdraw')
  for (const name of ['away', 'merged', 'disputed']) {
    await show(cases[name])
    await draw(`own-${name}`, true)
  }
  await page.evaluate(() => localStorage.removeItem('own-reports'))
}

/** The last step of the wizard where something like it was reported before. */
async function nearby(page, words, map, draw, press) {
  await page.goto('/me')
  await keepDraft(page, city.slug, { step: 1, place: cases.news.place, type: 'road-street-lighting' })
  await page.goto('/report')
  await press(words.next)
  await page.locator('#near').waitFor()
  await draw('wizard-3-nearby', true)
  await page.goto('/me')
  await keepDraft(page, city.slug, null)
}

/** What a head may do with a case: the menu and its forms. */
async function deskCases(page, words, map, draw, press) {
  const head = accounts.find((a) => a.login === 'head-lighting')
  await page.request.post('/api/v1/sessions', { data: { login: head.login, password: head.password, city: city.slug } })
  const show = async ({ number }) => {
    await page.goto(`/desk/${number}`)
    await page.locator('.case h2').waitFor()
    await map()
  }
  const fromMenu = async (name, picture) => {
    await press(words.more)
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('dialog').waitFor()
    await draw(picture)
    await page.keyboard.press('Escape')
  }
  await show(cases.news)
  await draw('desk-news')
  await page.locator('.case .body').evaluate((body) => body.scrollTo(0, body.scrollHeight / 3))
  await draw('desk-news-facts')
  await page.locator('.case textarea').scrollIntoViewIfNeeded()
  await page.locator('.case textarea').pressSequentially('@')
  await draw('desk-remarks')
  await page.locator('.case textarea').fill('')
  await page.locator('.case .open').first().click()
  await draw('desk-photo')
  await page.keyboard.press('Escape')
  await page.locator('.bell').click()
  await draw('desk-mentions')
  await page.keyboard.press('Escape')
  await press(words.yes)
  await draw('desk-extension-yes')
  await page.keyboard.press('Escape')
  await press(words.more)
  await draw('desk-more')
  await page.keyboard.press('Escape')
  await fromMenu(words.ask, 'desk-ask')
  await fromMenu(words.hand, 'desk-hand')
  await fromMenu(words.correct, 'desk-correct')
  await show(cases.asked)
  await fromMenu(words.extend, 'desk-extend')
  await show(cases.disputed)
  await draw('desk-disputed')
}
