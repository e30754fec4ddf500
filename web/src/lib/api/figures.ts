// The figures that a city shows of itself.
import { address, call, within } from './call'
import type { components } from './schema'

type Schemas = components['schemas']
export type Tally = Schemas['TallyView']
export type FigureRow = Schemas['FigureRow']
export type MonthFigures = Schemas['MonthFigures']
export type Figures = Schemas['Figures']

/** Words of the public filter: which reports are counted. */
export type FigureWords = { from?: string; to?: string; territory?: string }

export const figures = (city: string, words: FigureWords) => call<Figures>(within(city, '/figures'), { query: words })
export const figuresTable = (city: string, words: FigureWords) => address(within(city, '/figures.csv'), words)
