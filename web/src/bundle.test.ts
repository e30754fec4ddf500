// What a browser has to fetch of ours before anything but the map is shown: a budget for every screen. Reads what
// `npm run build` made.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseAst } from 'vite'
import { expect, test } from 'vitest'

const BUDGET = 350 * 1024
const dist = join(import.meta.dirname, '../dist')
const assets = join(dist, 'assets')

const sizes = new Map<string, number>()
const links = new Map<string, { needs: string[]; fetches: string[] }>()

function linksOf(file: string): { needs: string[]; fetches: string[] } {
  const known = links.get(file)
  if (known) return known
  const code = readFileSync(join(assets, file), 'utf8')
  sizes.set(file, gzipSync(code, { level: 9 }).length)
  const own = (from: unknown) => (typeof from === 'string' && from.startsWith('./') && from.endsWith('.js') ? [from.slice(2)] : [])
  const needs = parseAst(code).body.flatMap((node) => ('source' in node && node.source ? own(node.source.value) : []))
  const fetches = [...code.matchAll(/import\(\s*["'`](\.\/[^"'`]+\.js)["'`]/g)].flatMap((found) => own(found[1]))
  links.set(file, { needs, fetches })
  return { needs, fetches }
}

/** A file and all that it cannot run without. */
function whole(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const next of linksOf(file).needs) whole(next, seen)
  return seen
}

const entry = /src="\/assets\/(index-[^"]+\.js)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))![1]!
const first = whole(entry)
const screens = [...first].flatMap((file) => linksOf(file).fetches).filter((file) => /Screen-[^/]*\.js$/.test(file))
const weight = (files: Set<string>) => [...files].reduce((sum, file) => sum + sizes.get(file)!, 0)

test('every screen is a file of its own', () => {
  const built = readdirSync(assets).filter((file) => /Screen-[^/]*\.js$/.test(file))
  expect(new Set(screens)).toEqual(new Set(built))
  expect(built.length).toBeGreaterThanOrEqual(10)
  for (const screen of screens) expect([...first], screen).not.toContain(screen)
})

test.each(screens)('%s comes with all that it needs within the budget, the map library apart', (screen) => {
  const files = whole(screen, new Set(first))
  expect([...files].filter((file) => file.startsWith('maplibre'))).toEqual([])
  expect(weight(files), `bytes of ${[...files].join(', ')}`).toBeLessThan(BUDGET)
})
