// The page as an app: it is installed, opens without a network, keeps what is being written and sends it once.
import { keptDraft } from './draft.mjs'
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { file } from './filed'
import { expect, isAccessible, mapIsDrawn, photo, test, writeReport } from './support'

test.use({ serviceWorkers: 'allow', viewport: { width: 390, height: 844 } })

/** Opens a page that works without a network from now on. */
async function installed(page: Page): Promise<void> {
  await page.goto('/report')
  await mapIsDrawn(page)
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }))
  })
  // What is asked through the worker is kept by it.
  await page.reload()
  await mapIsDrawn(page)
  await page.evaluate(() => fetch('/api/v1/cities/small-town/catalogue?language=ru'))
}

const write = (page: Page, description: string) => writeReport(page, { type: 'освещение', description })

/** Numbers follow each other without a gap. */
const count = (number: string): number => Number(number.split('-')[1])

test('the page can be installed', async ({ page }) => {
  await installed(page)
  const href = await page.locator('link[rel="manifest"]').getAttribute('href')
  const answer = await page.request.get(href!)
  expect(answer.headers()['content-type']).toBe('application/manifest+json')
  const manifest = (await answer.json()) as { name: string; start_url: string; display: string; icons: { src: string; sizes: string; purpose: string }[]; shortcuts: { name: string; url: string }[] }
  expect([manifest.name, manifest.start_url, manifest.display]).toEqual(['Центр управления городом', '/', 'standalone'])
  expect(manifest.shortcuts.map(({ name, url }) => [name, url])).toEqual([['Сообщить', '/report'], ['Мои сообщения', '/me']])
  expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(['192x192 any', '512x512 any', '512x512 maskable'])
  for (const { src, sizes } of manifest.icons) {
    const icon = await page.request.get(src)
    expect(icon.headers()['content-type']).toBe('image/png')
    const bytes = await icon.body()
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
  }
  const worker = await page.request.get('/worker.js')
  expect(worker.headers()['content-type']).toContain('javascript')
  expect(worker.headers()['cache-control']).toBe('no-cache')
  // What Chromium itself finds missing for installing it.
  const session = await page.context().newCDPSession(page)
  const { installabilityErrors } = (await session.send('Page.getInstallabilityErrors')) as { installabilityErrors: { errorId: string }[] }
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
})

test('without a network a report is written, kept, and sent once when it is back, with two tabs open', async ({ page, context }) => {
  await installed(page)
  const colour = await photo(page, '#225577')
  const before = count((await file(page.request, 'Пока есть связь')).number)
  await context.setOffline(true)
  await page.reload()
  await mapIsDrawn(page)
  await page.locator('input[type="file"]').last().setInputFiles(colour)
  await expect(page.getByText('Сохранили', { exact: true })).toBeVisible()
  await write(page, 'Написано без связи')
  await expect.poll(() => keptDraft(page, 'small-town')).toContain('Написано без связи')
  await page.reload()
  await expect(page.getByLabel('Описание')).toHaveValue('Написано без связи')
  await expect(page.getByRole('img', { name: 'Фото 1' })).toBeVisible()
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByRole('heading', { name: 'Сохранили на устройстве' })).toBeVisible()
  await isAccessible(page)
  const other = await context.newPage()
  await other.goto('/report')
  await expect(other.getByRole('heading', { name: 'Сохранили на устройстве' })).toBeVisible()

  await context.setOffline(false)
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeVisible()
  await expect(other.getByRole('heading', { name: 'Приняли' })).toBeVisible()
  const [number, same] = await Promise.all([page, other].map((tab) => tab.getByText(/Сообщение № \d{4}-\d{6}/).innerText()))
  expect(number).toBe(same)
  expect(count(/\d{4}-\d{6}/.exec(number!)![0]), 'one report and no other').toBe(before + 1)
  expect(count((await file(page.request, 'И снова есть связь')).number)).toBe(before + 2)

  // It is this device's, with its photo, and nothing of it waits any more.
  await page.goto('/me')
  const own = page.getByRole('region', { name: 'Сообщения с этого устройства' })
  await own.getByRole('link').first().click()
  await expect(page.getByText('Написано без связи')).toBeVisible()
  await expect(page.getByText('Видите только вы').first()).toBeVisible()
  await page.goto('/report')
  await expect(page.getByRole('heading', { name: 'Где это?' }).or(page.getByRole('heading', { level: 1 }))).not.toHaveText('Сохранили на устройстве')
  await other.close()
})

test('a report that was refused comes back to where it was written', async ({ page, context }) => {
  await installed(page)
  await write(page, 'С ошибкой в почте')
  await page.getByText('Как с вами связаться').click()
  await page.getByLabel('Почта').fill('нет такой почты')
  await page.getByRole('checkbox').check()
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Отправить' }).click()
  await expect(page.getByRole('heading', { name: 'Сохранили на устройстве' })).toBeVisible()
  // The reader goes elsewhere meanwhile.
  await page.getByRole('link', { name: 'Карта' }).click()
  await context.setOffline(false)
  await page.getByRole('link', { name: 'Исправить' }).click()
  await expect(page.getByLabel('Почта')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Описание')).toHaveValue('С ошибкой в почте')
  await page.getByLabel('Почта').fill('vera@mail.example')
  await page.getByRole('button', { name: /Отправить|Повторить/ }).click()
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeVisible()
})

test('a newer version of the page waits until its reader wants it, and the draft stays', async ({ browser, baseURL }) => {
  const front = await inFrontOf(baseURL!)
  const context = await browser.newContext({ baseURL: front.url, locale: 'ru-RU', serviceWorkers: 'allow', viewport: { width: 390, height: 844 } })
  try {
    const page = await context.newPage()
    await installed(page)
    await write(page, 'Начато в старой версии')
    await expect.poll(() => keptDraft(page, 'small-town')).toContain('Начато в старой версии')
    front.newer()
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration!.update()))
    await expect(page.getByText('Есть новая версия. Черновик сохранится.')).toBeVisible()
    await isAccessible(page)
    const again = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Обновить' }).click()
    await again
    await expect(page.getByLabel('Описание')).toHaveValue('Начато в старой версии')
    await expect(page.getByText('Есть новая версия. Черновик сохранится.')).toHaveCount(0)
  } finally {
    await context.close()
    front.close()
  }
})

/** The same server behind another address, where a newer worker can come out. */
async function inFrontOf(base: string): Promise<{ url: string; newer: () => void; close: () => void }> {
  let after = ''
  const { hostname, port } = new URL(base)
  const front = createServer((asked, answer) => {
    const on = request({ hostname, port, path: asked.url, method: asked.method, headers: { ...asked.headers, host: `${hostname}:${port}`, 'accept-encoding': 'identity' } }, (came) => {
      const worker = asked.url === '/worker.js'
      const { 'content-length': _, ...headers } = came.headers
      answer.writeHead(came.statusCode ?? 502, worker ? headers : came.headers)
      came.pipe(answer, { end: !worker })
      if (worker) came.on('end', () => answer.end(after))
    })
    on.on('error', () => answer.destroy())
    asked.pipe(on)
  })
  await new Promise<void>((ready) => front.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    newer: () => void (after = '\n// newer'),
    close: () => {
      front.closeAllConnections()
      front.close()
    },
  }
}

test('nothing that is somebody’s is kept by the worker', async ({ page }) => {
  await installed(page)
  await page.goto('/me')
  await expect(page.getByRole('main')).toContainText('Ваш кабинет')
  const kept = await page.evaluate(async () => {
    const found: string[] = []
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
    return found
  })
  const api = [...new Set(kept.filter((path) => path.startsWith('/api/')))].sort()
  expect(api).toEqual(['/api/v1/cities', '/api/v1/cities/small-town/catalogue'])
  expect(kept.filter((path) => !/^\/(?:api\/v1\/cities|assets\/|tiles\/[^/]+\/base\/|index\.html$)/.test(path))).toEqual([])
})

/** A picture with the words of a camera in it, made of a photo. */
function withCamera(picture: Buffer, lat: [number, number, number], lon: [number, number, number]): Buffer {
  const tiff = Buffer.alloc(260)
  tiff.write('MM', 0)
  tiff.writeUInt16BE(42, 2)
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  const entry = (at: number, tag: number, kind: number, size: number) => (tiff.writeUInt16BE(tag, at), tiff.writeUInt16BE(kind, at + 2), tiff.writeUInt32BE(size, at + 4))
  entry(10, 0x8825, 4, 1)
  tiff.writeUInt32BE(40, 18)
  tiff.writeUInt16BE(4, 40)
  entry(42, 1, 2, 2)
  tiff.write('N', 50)
  entry(54, 2, 5, 3)
  tiff.writeUInt32BE(160, 62)
  entry(66, 3, 2, 2)
  tiff.write('E', 74)
  entry(78, 4, 5, 3)
  tiff.writeUInt32BE(200, 86)
  for (const [at, parts] of [[160, lat], [200, lon]] as const) {
    parts.forEach((part, i) => (tiff.writeUInt32BE(Math.round(part * 1000), at + i * 8), tiff.writeUInt32BE(1000, at + i * 8 + 4)))
  }
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([picture.subarray(0, 2), head, body, picture.subarray(2)])
}

test('a photo suggests its place, and takes nothing of the camera along', async ({ page }) => {
  await page.goto('/report')
  await mapIsDrawn(page)
  const plain = await photo(page, '#447733')
  const taken = withCamera(plain.buffer, [57, 37, 20], [36, 23, 50])
  expect(taken.includes('Exif')).toBe(true)
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.method() === 'PUT' && request.url().includes('/photos/')),
    page.locator('input[type="file"]').last().setInputFiles({ ...plain, buffer: taken }),
  ])
  const bytes = sent.postDataBuffer()
  if (bytes) expect(bytes.includes('Exif')).toBe(false)
  await page.getByRole('button', { name: 'Взять место с фото' }).click()
  await expect(page.getByText('Место выбрано')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Взять место с фото' })).toHaveCount(0)
  const kept = await page.evaluate(
    () => new Promise<number[]>((resolve) => {
      const opening = indexedDB.open('reports', 1)
      opening.onsuccess = () => {
        const all = opening.result.transaction('photos').objectStore('photos').getAll()
        all.onsuccess = async () => resolve([...new Uint8Array(await (all.result as { blob: Blob }[]).at(-1)!.blob.arrayBuffer())])
      }
    }),
  )
  expect(Buffer.from(kept).includes('Exif')).toBe(false)
})

test('a whole report by the keyboard alone', async ({ page }) => {
  await page.goto('/report')
  await mapIsDrawn(page)
  await page.locator('.maplibregl-canvas').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('Место выбрано')).toBeVisible()
  await page.getByRole('button', { name: 'Дальше' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await isAccessible(page)
  await page.keyboard.press('Tab')
  await page.keyboard.type('освещение улиц')
  await page.keyboard.press('Tab')
  for (let i = 0; i < 6 && !(await page.evaluate(() => document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'radio')); i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(page.getByRole('radio').first()).toBeChecked()
  await page.getByRole('button', { name: 'Дальше' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await isAccessible(page)
  await page.getByRole('button', { name: 'Отправить', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Отправить как есть' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Приняли' })).toBeFocused()
  await isAccessible(page)
})

test('the worker is built of what is shown', () => {
  const code = readFileSync(new URL('../dist/worker.js', import.meta.url), 'utf8')
  expect(code).not.toContain('FILES')
  expect(code).toMatch(/residents-[0-9a-f]{12}/)
  expect(code).toContain('/assets/WizardScreen-')
})
