import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { blocks, titleOf } from './blocks'

test('a text falls into its title, headings, words and lists', () => {
  const text = '# Consent\n\nIt is\nasked.\n\n## What for\n\n- one;\n- two\n  lines.\n'
  expect(titleOf(text)).toBe('Consent')
  expect(blocks(text)).toEqual([
    { kind: 'words', text: 'It is asked.' },
    { kind: 'title', text: 'What for' },
    { kind: 'list', items: ['one;', 'two lines.'] },
  ])
})

test('the texts of the cities that come along have nothing that we cannot show', () => {
  for (const file of ['small-town/texts/consent.ru.md', 'yuzhno-sakhalinsk/texts/consent.en.md']) {
    const text = readFileSync(new URL(`../../../../cities/${file}`, import.meta.url), 'utf8').split('\n').slice(1).join('\n')
    expect(titleOf(text)).toBeTruthy()
    expect(blocks(text).map((block) => ('text' in block ? block.text : block.items.join())).join(' ')).not.toMatch(/[*_`#[\]|]/)
  }
})
