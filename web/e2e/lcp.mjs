// How long residents wait for the largest part of a page (LCP), on a processor that is four times as slow: for `/` and
// `/report`, the first time and again with everything kept. BASE_URL says where the server is.
import { chromium } from '@playwright/test'

const SLOWER = 4
const RUNS = 5
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--use-angle=swiftshader', '--use-gl=angle', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'] })

async function measure(page, path) {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(process.env.BASE_URL + path, { waitUntil: 'load' })
  await page.waitForTimeout(3000)
  const lcp = await page.evaluate(
    () => new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true })),
  )
  await session.detach()
  return lcp
}

const median = (numbers) => Math.round(numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)])
for (const path of ['/', '/report']) {
  const [first, again] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ru-RU', isMobile: true, hasTouch: true })
    const page = await context.newPage()
    first.push(await measure(page, path))
    again.push(await measure(page, path))
    await context.close()
  }
  console.log(`${path}  LCP at ${SLOWER}x slower, median of ${RUNS}: first ${median(first)} ms, again ${median(again)} ms`)
}
await browser.close()
