// What stays among staff: remarks and mentions, files of a case, standard texts; and a case on paper.
import { address, call, within } from './call'
import { Problem } from './problem'
import type {
  AttachmentList, EndSubtask, Inspect, MentionPage, Occasion, RemarkList, ReportView, StandardText, AddSubtask, AssetView, Place,
} from './types'

const of = (city: string, report: string, path: string) => within(city, `/reports/${report}/${path}`)

export const remarks = (city: string, report: string) => call<RemarkList>(of(city, report, 'remarks'))
export const addRemark = (city: string, report: string, body: { id: string; text: string }) =>
  call<RemarkList>(of(city, report, 'remarks'), { method: 'POST', body })
export const mentions = (city: string) => call<MentionPage>(within(city, '/desk/mentions'))
export const readMentions = (city: string, remarks: string[]) =>
  call<void>(within(city, '/desk/mentions/read'), { method: 'POST', body: { remarks } })

export const attachments = (city: string, report: string) => call<AttachmentList>(of(city, report, 'attachments'))
export const removeAttachment = (city: string, report: string, id: string) =>
  call<AttachmentList>(of(city, report, `attachments/${id}`), { method: 'DELETE' })
/** The browser keeps it under its name; the server lets nobody show it. */
export const attachmentUrl = (city: string, report: string, id: string) => address(of(city, report, `attachments/${id}`))

/** The name travels in a header: it may name people, and addresses are logged. */
export async function addAttachment(city: string, report: string, id: string, file: File): Promise<AttachmentList> {
  const headers = { accept: 'application/json', 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(file.name) }
  let response: Response
  try {
    response = await fetch(address(of(city, report, `attachments/${id}`)), { method: 'PUT', body: file, headers, credentials: 'same-origin' })
  } catch {
    throw Problem.offline()
  }
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})))
  return (await response.json()) as AttachmentList
}

export const standardTexts = (city: string, report: string, occasion: Occasion) =>
  call<{ texts: StandardText[] }>(of(city, report, 'texts'), { query: { for: occasion } }).then((r) => r.texts)

/** A case as a PDF. */
export const sheetUrl = (city: string, report: string) => address(of(city, report, 'sheet'))

export const addSubtask = (city: string, report: string, body: AddSubtask) =>
  call<ReportView>(of(city, report, 'subtasks'), { method: 'POST', body })
export const endSubtask = (city: string, report: string, id: string, body: EndSubtask) =>
  call<ReportView>(of(city, report, `subtasks/${id}/end`), { method: 'POST', body })
export const inspect = (city: string, report: string, body: Inspect) =>
  call<ReportView>(of(city, report, 'inspections'), { method: 'POST', body })

/** Things of the city near a place that a report of this type may be about. */
export const assetsNear = (city: string, type: string, { lat, lon }: Place) =>
  call<{ assets: AssetView[] }>(within(city, '/assets'), { query: { type, lat, lon } }).then((r) => r.assets)
