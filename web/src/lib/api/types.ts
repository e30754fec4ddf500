// The wire types the screens use, under short names. They come from the server's own description:
// `npm run check` writes schema.d.ts from docs/openapi.json first.
import type { components } from './schema'

type Schemas = components['schemas']

export type Language = Schemas['Language']
export type Shape = Schemas['Shape']
export type Status = Schemas['Status']
export type Outcome = Schemas['Outcome']
export type Named = Schemas['Named']
export type PhotoSize = 'small' | 'medium' | 'large'

export type CityView = Schemas['CityView']
export type Catalogue = Schemas['CatalogueView']
export type Category = Schemas['CategoryView']
export type IssueType = Schemas['IssueTypeView']
export type Question = Schemas['QuestionView']
export type NoneFits = Schemas['NoneFitsView']

export type Ribbon = Schemas['Ribbon']
export type ReportCard = Schemas['ReportCard']
export type ReportPage = Schemas['ReportPage']
export type ReportView = Schemas['ReportView']
export type Photo = Schemas['PhotoView']
export type PhotoEdit = Required<Schemas['Edit']>
export type Stroke = Schemas['Stroke']
export type Answer = Schemas['AnswerView']
export type HistoryLine = Schemas['HistoryLine']
export type Choice = Schemas['Choice']
export type NearbyReport = Schemas['NearbyReport']
export type SupportView = Schemas['SupportView']
export type CaseLink = Schemas['LinkView']
export type LinkMade = Schemas['LinkMade']
export type Need = Schemas['Need']
export type Clock = Schemas['ClockView']
export type Extension = Schemas['ExtensionView']
export type Transfer = Schemas['TransferView']
export type Department = Schemas['DepartmentView']
export type Nature = Schemas['Nature']
export type Place = Schemas['Place']

export type SubmitReport = Schemas['SubmitReport']
export type Receipt = Schemas['Receipt']
export type ChangeStatus = Schemas['ChangeStatus']
export type CorrectReport = Schemas['CorrectReport']
export type MakeSafe = Schemas['MakeSafe']
export type MakeLink = Schemas['MakeLink']
export type AskExtension = Schemas['AskExtension']
export type DecideExtension = Schemas['DecideExtension']
export type AddInformation = Schemas['AddInformation']
export type ChangePublication = Schemas['ChangePublication']
export type EditPhoto = Schemas['EditPhoto']

export type User = Schemas['UserView']
export type DemoAccount = Schemas['DemoAccount']
export type FieldError = Schemas['FieldError']
/** As much of a problem as the one who answered said; a proxy on the way may answer too. */
export type ProblemBody = Partial<Omit<Schemas['Problem'], 'code'>> & { code?: string }
