import { expect, test } from 'vitest'
import { freshDraft, hasContact, stepOf, toSubmit } from './draft.svelte'

const complete = () => ({ ...freshDraft(), place: { lat: 57.62, lon: 36.4 }, type: 'yard-lighting' })

test('sending again is the same report', () => {
  const draft = complete()
  expect(toSubmit(draft)).toEqual(toSubmit(draft))
  expect(freshDraft().id).not.toBe(draft.id)
})

test('empty fields are left out, so that the server asks for nothing more', () => {
  const sent = toSubmit({ ...complete(), address: '  ', contact: { name: '', email: ' ', phone: '' } })
  expect(sent).not.toHaveProperty('address')
  expect(sent).not.toHaveProperty('contact')
  expect(hasContact({ ...complete(), contact: { name: '', email: 'a@b.example', phone: '' } })).toBe(true)
})

test('only the answers given for the chosen type are sent', () => {
  const answers = { 'yard-lighting': { lamps: 'one', since: null }, 'house-lift': { stuck: 'yes' } }
  expect(toSubmit({ ...complete(), answers }).answers).toEqual({ lamps: 'one' })
  expect(toSubmit(complete()).answers).toEqual({})
})

test('a field at fault leads to the step that asks for it', () => {
  expect([stepOf('place'), stepOf('photos'), stepOf('type'), stepOf('answers.lamps')]).toEqual([0, 0, 1, 2])
})
