// Solves a challenge beside the page, so that nothing on it stands still.
import { solve } from './proof'

export type Asked = { text: string; bits: number }
export type Told = { tried: number } | { answer: number | null }

const tell = (told: Told) => postMessage(told)

onmessage = ({ data: { text, bits } }: MessageEvent<Asked>) => {
  tell({ answer: solve(text, bits, (tried) => tell({ tried })) })
}
