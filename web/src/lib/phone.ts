// A phone number as an address to call, and as words that no line breaks apart.
export const callTo = (phone: string): string => `tel:${phone.replaceAll(/[^\d+]/g, '')}`

const SPACE = '\u00a0'
const JOINER = '\u2060'
export const unbroken = (phone: string): string => phone.replaceAll(' ', SPACE).replaceAll('-', `${JOINER}-${JOINER}`)
