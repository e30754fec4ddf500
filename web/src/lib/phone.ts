// A phone number as people read it, as an address to call.
export const callTo = (phone: string): string => `tel:${phone.replaceAll(/[^\d+]/g, '')}`
