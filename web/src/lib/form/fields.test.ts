import { beforeEach, expect, test } from 'vitest'
import type { DraftPhoto } from '../draft.svelte'
import { words } from '../words.svelte'
import { freshValues, given, wrongIn, type Field } from './fields'

const photo = (state: DraftPhoto['state']): DraftPhoto => ({ id: state, preview: null, state, share: 1, words: null })
const field = (name: Field['name'], required = false): Field => ({ name, label: name, required })

beforeEach(() => (words.language = 'en'))

test('what has to be there is asked for, what may be left out is not', () => {
  const fields = [field('note', true), field('department', true), field('photos', true), field('rating')]
  expect(Object.keys(wrongIn(fields, { ...freshValues(), note: '  ' }))).toEqual(['note', 'department', 'photos'])
  expect(wrongIn(fields, { ...freshValues(), note: 'Which post?', department: 'roads', photos: [photo('sent')] })).toEqual({})
})

test('a photo that did not arrive holds the form back', () => {
  expect(wrongIn([field('photos')], { ...freshValues(), photos: [photo('sent'), photo('failed')] })).toHaveProperty('photos')
})

test('a number of a report is taken as people write it', () => {
  const original = [field('original', true)]
  expect(wrongIn(original, { ...freshValues(), original: '№ 2026-000123' })).toEqual({})
  expect(given(original, { ...freshValues(), original: '№ 2026-000123 ' })).toEqual({ original: '2026-000123' })
  expect(wrongIn(original, { ...freshValues(), original: '123' })).toHaveProperty('original')
})

test('empty fields are left out, and only what was asked is sent', () => {
  const fields = [field('note'), field('rating'), field('place'), field('days')]
  const values = { ...freshValues(), note: ' ', days: ' 5 ', text: 'of another form' }
  expect(given(fields, values)).toEqual({ days: 5 })
  expect(given([field('photos'), field('rating')], { ...freshValues(), rating: 4, photos: [photo('sent'), photo('failed')] })).toEqual({
    photos: ['sent'], rating: 4,
  })
})
