// Crews, who is away, and the order to drive in.
import { call, within } from './call'
import type { components } from './schema'
import type { ReportView } from './types'

type Schemas = components['schemas']
export type Away = Schemas['Away']
export type CrewView = Schemas['CrewView']
export type CrewList = Schemas['CrewList']
export type SaveCrew = Schemas['SaveCrew']
export type Absences = Schemas['Absences']
export type AbsenceView = Schemas['AbsenceView']
export type SaveAbsence = Schemas['SaveAbsence']
export type AskRoute = Schemas['AskRoute']
export type RouteView = Schemas['RouteView']
export type RouteStop = Schemas['RouteStop']
export type ChangeAssignee = Schemas['ChangeAssignee']

const desk = (city: string, path: string) => within(city, `/desk/${path}`)

export const crews = (city: string) => call<CrewList>(desk(city, 'crews'))
export const saveCrew = (city: string, id: string, body: SaveCrew) => call<CrewList>(desk(city, `crews/${id}`), { method: 'PUT', body })
export const disbandCrew = (city: string, id: string) => call<void>(desk(city, `crews/${id}`), { method: 'DELETE' })

/** Gives a case to a person or a crew, or takes it back. */
export const assign = (city: string, id: string, body: ChangeAssignee) =>
  call<ReportView>(within(city, `/reports/${id}/assignee`), { method: 'POST', body })

export const absences = (city: string) => call<Absences>(desk(city, 'absences'))
export const saveAbsence = (city: string, id: string, body: SaveAbsence) =>
  call<Absences>(desk(city, `absences/${id}`), { method: 'PUT', body })
export const endAbsence = (city: string, id: string) => call<void>(desk(city, `absences/${id}`), { method: 'DELETE' })

export const route = (city: string, body: AskRoute) => call<RouteView>(desk(city, 'route'), { method: 'POST', body })

/** A change under a name, so that sent again it is not done again. */
export const changeNamed = (city: string, id: string, what: 'transitions' | 'made-safe', key: string, body: unknown) =>
  call<ReportView>(within(city, `/reports/${id}/${what}`), { method: 'POST', body, key })
