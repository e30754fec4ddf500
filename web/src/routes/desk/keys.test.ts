import { expect, test } from 'vitest'
import { deedOf } from './keys'

const press = (code: string, key: string, more: Partial<KeyboardEvent> = {}) =>
  ({ code, key, shiftKey: false, metaKey: false, ctrlKey: false, altKey: false, ...more })

test('keys go by their place, so that both layouts work', () => {
  expect(deedOf(press('KeyJ', 'j'), false)).toBe('down')
  expect(deedOf(press('KeyJ', 'о'), false)).toBe('down')
  expect(deedOf(press('KeyX', 'Ч', { shiftKey: true }), false)).toBe('checkTo')
  expect(deedOf(press('Slash', '.'), false)).toBe('search')
  expect(deedOf(press('Digit7', '?', { shiftKey: true }), false)).toBe('help')
  expect(deedOf(press('Slash', ',', { shiftKey: true }), false)).toBe('help')
  expect(deedOf(press('Digit3', '3'), false)).toBe('tab3')
})

test('the browser keeps its own', () => {
  expect(deedOf(press('KeyR', 'r', { ctrlKey: true }), true)).toBeNull()
  expect(deedOf(press('KeyF', 'f', { metaKey: true }), true)).toBeNull()
  expect(deedOf(press('Enter', 'Enter'), true)).toBeNull()
})

test('arrows are of the list only there', () => {
  expect(deedOf(press('ArrowDown', 'ArrowDown'), true)).toBe('down')
  expect(deedOf(press('ArrowDown', 'ArrowDown'), false)).toBeNull()
  expect(deedOf(press('ArrowUp', 'ArrowUp', { shiftKey: true }), true)).toBe('rangeUp')
})
