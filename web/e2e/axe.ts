// axe-core inside the page, without another wrapper around it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Everything axe finds wrong on the page, a line each. */
export async function findProblems(page: Page): Promise<string[]> {
  // Through the debugger, because the content security policy lets no script be added to the page.
  await page.evaluate(source)
  const results = await page.evaluate<AxeResults, string[]>((rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    return axe.run(document, { runOnly: { type: 'tag', values: rules } })
  }, RULES)
  return results.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} (${n.failureSummary ?? v.help})`))
}
