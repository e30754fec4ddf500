import { describe, expect, it } from 'vitest'
import { asked, fitting, partsOf, put } from './mentions'

const reader = (login: string, name: string) => ({ login, name, role: 'worker' as const, department: null })

describe('a mention that is being written', () => {
  it('is what stands after the @ before the caret', () => {
    expect(asked('Ask @roa', 8)).toEqual({ from: 5, query: 'roa' })
    expect(asked('@', 1)).toEqual({ from: 1, query: '' })
    expect(asked('mail ann@city', 13)).toBeNull()
    expect(asked('Ask @roads now', 14)).toBeNull()
  })

  it('offers people by login, then by a word of their name', () => {
    const readers = [reader('lighting', 'Нина Фонарёва'), reader('nina', 'Олег'), reader('roads', 'Пётр')]
    expect(fitting(readers, 'ni').map(({ login }) => login)).toEqual(['nina'])
    expect(fitting(readers, 'l').map(({ login }) => login)).toEqual(['lighting'])
    expect(fitting(readers, '')).toHaveLength(3)
  })

  it('puts the login in place of what was written', () => {
    expect(put('Ask @roa now', 5, 8, 'roads')).toEqual({ text: 'Ask @roads now', caret: 11 })
  })
})

describe('mentions that stand in a text', () => {
  it('are told from the rest', () => {
    expect(partsOf('Hi @roads, and @roadside', ['roads'])).toEqual([
      { text: 'Hi ', mention: false },
      { text: '@roads', mention: true },
      { text: ', and @roadside', mention: false },
    ])
    expect(partsOf('@head-roads.', ['head-roads', 'ann.b@city.example'])).toEqual([
      { text: '@head-roads', mention: true },
      { text: '.', mention: false },
    ])
    expect(partsOf('nobody', [])).toEqual([{ text: 'nobody', mention: false }])
  })
})
