// What the author may do with their own report: what is asked, and the call that does it.
import * as api from '../../lib/api'
import { city } from '../../lib/city.svelte'
import type { Field, Given } from '../../lib/form/fields'
import { uuidv7 } from '../../lib/ids'
import { t } from '../../lib/words.svelte'

export type Deed = {
  title: string
  text: string
  send: string
  icon: string
  fields: Field[]
  call: (seen: api.ReportView, given: Given, secret: string | undefined) => Promise<api.ReportView>
}

const move = (to: api.Status): Deed['call'] => (seen, given, secret) =>
  api.changeStatus(city().slug, seen.id, { ...given, to, seen_version: seen.version }, { secret })

/** Answering and adding are the same to the server: what waited for it goes on. */
export function toAdd(question: string | null, asked: boolean): Deed {
  const id = uuidv7()
  return {
    title: asked ? t('own_answer_title') : t('own_add_title'),
    text: question ?? (asked ? t('own_answer_text') : t('own_add_text')),
    send: asked ? t('own_answer_send') : t('own_add_send'),
    icon: 'send',
    fields: [
      { name: 'text', label: asked ? t('own_answer_words') : t('own_add_words'), required: true },
      { name: 'photos', label: t('ask_photos'), resident: true },
    ],
    call: (seen, { text = '', photos = [] }, secret) => api.addInformation(city().slug, seen.id, { id, text, photos }, secret),
  }
}

export const toWithdraw = (): Deed => ({
  title: t('own_withdraw_title'), text: t('own_withdraw_text'), send: t('own_withdraw_send'), icon: 'x',
  fields: [{ name: 'note', label: t('ask_note_reason') }],
  call: move('withdrawn'),
})

export const toConfirm = (): Deed => ({
  title: t('own_confirm_title'), text: t('own_confirm_text'), send: t('own_confirm_send'), icon: 'check',
  fields: [
    { name: 'rating', label: t('own_rating') },
    { name: 'note', label: t('own_note') },
  ],
  call: move('confirmed'),
})

export const toDispute = (): Deed => ({
  title: t('own_dispute_title'), text: t('own_dispute_text'), send: t('own_dispute_send'), icon: 'send',
  fields: [
    { name: 'note', label: t('own_dispute_reason'), required: true },
    { name: 'photos', label: t('own_dispute_photos'), resident: true },
    { name: 'rating', label: t('own_rating') },
  ],
  call: move('disputed'),
})
