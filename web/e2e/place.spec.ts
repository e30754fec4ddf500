import { expect, isAccessible, mapIsDrawn, prefer, test } from './support'

test('an address is found by keyboard, with a mistake in it, and becomes the place', async ({ page }) => {
  await page.goto('/report')
  await mapIsDrawn(page)
  const search = page.getByRole('combobox', { name: 'Найти дом или улицу' })
  await search.fill('ганчарная ул 3')
  const list = page.getByRole('listbox', { name: 'Найти дом или улицу' })
  await expect(list.getByRole('option').first()).toHaveText(/Гончарная улица, 3/)
  await expect(page.getByRole('status').filter({ hasText: /мест.*стрелками/ })).toHaveCount(1)
  await isAccessible(page)
  await search.press('ArrowDown')
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await expect(search).toHaveAttribute('aria-activedescendant', (await list.getByRole('option').first().getAttribute('id'))!)
  await search.press('Enter')
  await expect(list).toBeHidden()
  await expect(page.getByText('Место выбрано')).toBeVisible()
  await expect(page.getByLabel('Адрес или примета')).toHaveValue('Гончарная улица, 3')
})

test('what is not there is said, and Escape closes, then empties', async ({ page }) => {
  await prefer(page, { language: 'en' })
  await page.goto('/report')
  const search = page.getByRole('combobox', { name: 'Find a house or a street' })
  await search.fill('Xyzzyqwk')
  await expect(page.getByText('Nothing found.')).toBeVisible()
  await search.fill('Goncharnaya')
  await expect(page.getByRole('option').first()).toBeVisible()
  await search.press('Escape')
  await expect(page.getByRole('listbox')).toBeHidden()
  await expect(search).toHaveValue('Goncharnaya')
  await search.press('Escape')
  await expect(search).toHaveValue('')
  await page.route('**/geocode/search?*', (route) => route.abort())
  await search.fill('Goncharnaya 3')
  await expect(page.getByText('No connection. Search again when it is back.')).toBeVisible()
})

test('a city with a map of somebody else draws it under the reports, and its own when that does not come', async ({ page, baseURL }) => {
  const style = `${baseURL}/somebodys-style.json`
  await page.route('**/api/v1/cities?*', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.json()) as { cities: object[] }
    await route.fulfill({ response: answer, json: { cities: body.cities.map((city) => ({ ...city, map_style_url: style, attribution: 'OpenStreetMap' })) } })
  })
  let asked = 0
  let there = true
  await page.route('**/somebodys-style.json', (route) => {
    asked++
    const land = { version: 8, sources: {}, layers: [{ id: 'theirs', type: 'background', paint: { 'background-color': '#123456' } }] }
    return there ? route.fulfill({ json: land }) : route.fulfill({ status: 500, body: '' })
  })
  const tiles: string[] = []
  page.on('request', (request) => void (/\/tiles\/.*\/base\//.test(request.url()) && tiles.push(request.url())))
  await page.goto('/')
  await mapIsDrawn(page)
  expect(asked).toBe(1)
  expect(tiles, 'our own ground is not asked for').toEqual([])
  await expect(page.getByRole('link', { name: '© участники OpenStreetMap' })).toHaveAttribute('href', /openstreetmap\.org/)
  there = false
  await page.reload()
  await mapIsDrawn(page)
  expect(tiles.length).toBeGreaterThan(0)
})
