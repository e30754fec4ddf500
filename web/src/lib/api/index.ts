// The server's operations by name. `city` is always the slug of the city the call belongs to.
import { address, call, proofHeaders, sendPhoto, within, type Proof } from './call'
import { Problem } from './problem'
import type {
  Account, AddInformation, AddressView, FoundPlace, AppealBan, AskExtension, BanAuthor, BanNotice, BanView, Catalogue, ChangePublication,
  ChangeResident, ChangeStatus, CityView, CodeSent, CodeTo, CodeWays, ConsentText, Contact, ContactReason,
  CorrectReport, DecideExtension, DemoAccount, Department, EditPhoto, Erased, Invite, LinkMade, LinkResult, MakeLink,
  MakeSafe, MyData, NearbyReport, OutboxMessage, OwnContact, OwnReports, OwnSession, Photo, PhotoSize, Place,
  Receipt, ReportPage, ReportView, Resident, SecondFactorAsked, SecondFactorBegun, SignedIn, SignedInAt,
  SubmitReport, SupportView,
} from './types'

export * from './desk'
export * from './inside'
export { Problem } from './problem'
export type * from './types'
export * from './crew'
export * from './figures'
export * from './news'

/** Which of the public reports: the words of the map's address, and the part of the list. */
export type ReportsQuery = { bbox?: string; cursor?: string; limit?: number; [word: string]: string | number | undefined }
export const follow = (city: string, id: string) => call<void>(within(city, `/reports/${id}/follow`), { method: 'PUT' })
export const unfollow = (city: string, id: string) => call<void>(within(city, `/reports/${id}/follow`), { method: 'DELETE' })

export const cities = () => call<{ cities: CityView[] }>('/cities').then((r) => r.cities)
export const catalogue = (city: string) => call<Catalogue>(within(city, '/catalogue'))
export const departments = (city: string) =>
  call<{ departments: Department[] }>(within(city, '/departments')).then((r) => r.departments)

export const reports = (city: string, query: ReportsQuery, signal?: AbortSignal) =>
  call<ReportPage>(within(city, '/reports'), signal ? { query, signal } : { query })

/** Places that fit what somebody typed, the best first. */
export const searchPlaces = (city: string, query: { text: string; near?: string | undefined; limit?: number }, signal?: AbortSignal) =>
  call<{ results: FoundPlace[] }>(within(city, '/geocode/search'), signal ? { query, signal } : { query }).then((r) => r.results)

/** What a place is called; nothing where no house and no street is near. */
export const placeInWords = (city: string, place: Place) =>
  call<{ address: AddressView | null }>(within(city, '/geocode/reverse'), { query: place }).then((r) => r.address)

export const reportByNumber = (city: string, number: string, secret?: string) =>
  call<ReportView>(within(city, `/reports/by-number/${encodeURIComponent(number)}`), { secret })

export const report = (city: string, id: string, secret?: string) =>
  call<ReportView>(within(city, `/reports/${id}`), { secret })

/** The case that a contractor's link leads to. */
export const reportByLink = (city: string, link: string) => call<ReportView>(within(city, '/reports/by-link'), { link })

export const submit = (city: string, report: SubmitReport) =>
  call<Receipt>(within(city, '/reports'), { method: 'POST', body: report })

/** One change of a case; what became of it comes back. The author and a contractor show a proof, staff has a session. */
const change = (city: string, id: string, what: string, body: unknown, proof: Proof = {}) =>
  call<ReportView>(within(city, `/reports/${id}/${what}`), { method: 'POST', body, ...proof })

export const changeStatus = (city: string, id: string, body: ChangeStatus, proof?: Proof) =>
  change(city, id, 'transitions', body, proof)
export const changePublication = (city: string, id: string, body: ChangePublication) => change(city, id, 'publication', body)
export const correct = (city: string, id: string, body: CorrectReport) => change(city, id, 'corrections', body)
export const makeSafe = (city: string, id: string, body: MakeSafe) => change(city, id, 'made-safe', body)
export const askExtension = (city: string, id: string, body: AskExtension) => change(city, id, 'extensions', body)
export const decideExtension = (city: string, id: string, extension: string, body: DecideExtension) =>
  change(city, id, `extensions/${extension}/decision`, body)
export const addInformation = (city: string, id: string, body: AddInformation, secret?: string) =>
  change(city, id, 'information', body, { secret })

export const banAuthor = (city: string, id: string, body: BanAuthor) =>
  call<BanView>(within(city, `/reports/${id}/bans`), { method: 'POST', body })
export const appealBan = (city: string, id: string, body: AppealBan) =>
  call<BanNotice>(within(city, `/bans/${id}/appeal`), { method: 'POST', body })

/** The answer has the secret, and is the only one that ever has it. */
export const makeLink = (city: string, id: string, body: MakeLink) =>
  call<LinkMade>(within(city, `/reports/${id}/links`), { method: 'POST', body })
export const endLink = (city: string, id: string, link: string) =>
  call<ReportView>(within(city, `/reports/${id}/links/${link}`), { method: 'DELETE' })

/** What may be the same problem; a hint, so that nobody waits for it. */
export const nearby = (city: string, type: string, { lat, lon }: Place, signal: AbortSignal) =>
  call<{ reports: NearbyReport[] }>(within(city, '/reports/nearby'), { query: { type, lat, lon }, signal }).then((r) => r.reports)

export const support = (city: string, id: string, secret: string) =>
  call<SupportView>(within(city, `/reports/${id}/supports`), { method: 'POST', body: { secret } })
export const withdrawSupport = (city: string, id: string, supportSecret: string) =>
  call<SupportView>(within(city, `/reports/${id}/supports`), { method: 'DELETE', supportSecret })

/** What people agree to, or agreed to. */
export const consentText = (city: string, version: string) =>
  call<ConsentText>(within(city, `/consents/${encodeURIComponent(version)}`))
/** How to reach the author, for staff: every look is written down. */
export const readContact = (city: string, id: string, reason: ContactReason) =>
  call<Contact>(within(city, `/reports/${id}/contact`), { method: 'POST', body: { reason } })
export const ownContact = (city: string, id: string, secret: string) =>
  call<OwnContact>(within(city, `/reports/${id}/contact`), { secret })
export const withdrawConsent = (city: string, id: string, secret: string) =>
  call<void>(within(city, `/reports/${id}/contact`), { method: 'DELETE', secret })
export const reportData = (city: string, id: string, secret: string) =>
  call<MyData>(within(city, `/reports/${id}/my-data`), { secret })
/** Cannot be undone. */
export const eraseReportData = (city: string, id: string, secret: string) =>
  call<Erased>(within(city, `/reports/${id}/my-data`), { method: 'DELETE', query: { confirm: 'true' }, secret })

export const uploadPhoto = (city: string, id: string, file: Blob, progress: (share: number) => void) =>
  sendPhoto(within(city, `/photos/${id}`), file, progress)

/** With its version, an edited picture has another address and is seen at once. */
export const photoUrl = (city: string, id: string, size: PhotoSize, version = 0) =>
  `/api/v1${within(city, `/photos/${id}/${size}`)}${version ? `?version=${version}` : ''}`

/** A photo that is not public yet: an `<img>` cannot send the secret, so we fetch it ourselves. */
export const hiddenPhoto = (city: string, id: string, size: PhotoSize, proof: Proof) => picture(photoUrl(city, id, size), proof)

/** A photo as it was before any edit, for staff who may publish it. */
export const originalPhoto = (city: string, id: string, size: PhotoSize) =>
  picture(`/api/v1${within(city, `/photos/${id}/original/${size}`)}`, {})

export const editPhoto = (city: string, id: string, body: EditPhoto) =>
  call<Photo>(within(city, `/photos/${id}/edit`), { method: 'PUT', body })

async function picture(url: string, proof: Proof): Promise<Blob> {
  let response: Response
  try {
    response = await fetch(url, { headers: proofHeaders(proof), credentials: 'same-origin' })
  } catch {
    throw Problem.offline()
  }
  if (!response.ok) throw new Problem(response.status, {})
  return response.blob()
}

/** Somebody is signed in, or a code of their second factor is asked for. */
export type Entered = SignedIn | SecondFactorAsked

export const signIn = (login: string, password: string, city: string) =>
  call<Entered>('/sessions', { method: 'POST', body: { login, password, city } })
export const proveSecondFactor = (token: string, code: string) =>
  call<SignedIn>('/sessions/second-factor', { method: 'POST', body: { token, code } })
export const signOut = () => call<{ go_to: string } | undefined>('/sessions/current', { method: 'DELETE' })
export const currentUser = () => call<SignedIn>('/sessions/current')
export const sessions = () => call<{ sessions: OwnSession[] }>('/sessions').then((r) => r.sessions)
export const endSession = (id: string) => call<void>(`/sessions/${id}`, { method: 'DELETE' })
export const endSessions = (but: 'all' | 'others') =>
  call<void>('/sessions', { method: 'DELETE', query: { keep_current: but === 'others' ? 'true' : 'false' } })

export const invite = (city: string, secret: string) => call<Invite>(within(city, '/invite'), { invite: secret })
export const acceptInvite = (city: string, secret: string, body: { name: string; password: string }) =>
  call<Entered>(within(city, '/invite'), { method: 'POST', body, invite: secret })

export const account = () => call<Account>('/account')
export const changeName = (name: string) => call<void>('/account', { method: 'PATCH', body: { name } })
export const changePassword = (old_password: string, new_password: string) =>
  call<void>('/account/password', { method: 'POST', body: { old_password, new_password } })
export const beginSecondFactor = (password: string) =>
  call<SecondFactorBegun>('/account/second-factor', { method: 'POST', body: { password } })
/** The answers to these two have the recovery codes, and are the only ones that ever have them. */
export const confirmSecondFactor = (code: string) =>
  call<{ codes: string[] }>('/account/second-factor/confirm', { method: 'POST', body: { code } }).then((r) => r.codes)
export const makeRecoveryCodes = (password: string) =>
  call<{ codes: string[] }>('/account/recovery-codes', { method: 'POST', body: { password } }).then((r) => r.codes)
export const turnSecondFactorOff = (password: string) =>
  call<void>('/account/second-factor/off', { method: 'POST', body: { password } })

/** The demo's ready accounts; an ordinary server has none and answers 404. */
export const demoAccounts = () =>
  call<{ accounts: DemoAccount[] }>('/demo').then((r) => r.accounts)

// Residents with an account. A code leads in; the browser holds a cookie from then on.
export const codeWays = (city: string) => call<CodeWays>(within(city, '/sign-in-codes'))
export const askCode = (city: string, to: CodeTo, language: string, consent?: string) =>
  call<CodeSent>(within(city, '/sign-in-codes'), { method: 'POST', body: { to, language, consent } })
export const enterCode = (city: string, code_id: string, code: string) =>
  call<{ resident: Resident }>(within(city, '/resident-sessions'), { method: 'POST', body: { code_id, code } }).then((r) => r.resident)
export const me = (city: string) => call<Resident>(within(city, '/me'))
export const changeMe = (city: string, body: ChangeResident) => call<Resident>(within(city, '/me'), { method: 'PATCH', body })
export const proveReach = (city: string, code_id: string, code: string) =>
  call<Resident>(within(city, '/me/reach'), { method: 'PUT', body: { code_id, code } })
export const ownSessions = (city: string) =>
  call<{ sessions: SignedInAt[] }>(within(city, '/me/sessions')).then((r) => r.sessions)
export const endOwnSession = (city: string, id: string) => call<void>(within(city, `/me/sessions/${id}`), { method: 'DELETE' })
export const endOwnSessions = (city: string, others: boolean) =>
  call<void>(within(city, '/me/sessions'), { method: 'DELETE', query: { others: String(others) } })
export const reportsOfMine = (city: string, cursor?: string) => call<OwnReports>(within(city, '/me/reports'), { query: { cursor } })
export const linkReports = (city: string, reports: { id: string; secret: string }[]) =>
  call<{ results: LinkResult[] }>(within(city, '/me/reports'), { method: 'POST', body: { reports } }).then((r) => r.results)

/** What the demo would have sent; an ordinary server answers 404. */
export const outbox = () => call<{ messages: OutboxMessage[] }>('/demo/outbox').then((r) => r.messages)

export const eventsAddress = (city: string) => address(within(city, '/events'))
