// The little Markdown that texts of a city are written in: headings, paragraphs and lists.
export type Block = { kind: 'title' | 'words'; text: string } | { kind: 'list'; items: string[] }

/** The parts of a text in their order; its first heading is the title of the dialog and is left out. */
export function blocks(markdown: string): Block[] {
  const parts = markdown.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean)
  return parts.filter((part) => !part.startsWith('# ')).map((part): Block => {
    if (part.startsWith('## ')) return { kind: 'title', text: part.slice(3) }
    if (!part.startsWith('- ')) return { kind: 'words', text: part.replaceAll(/\s*\n\s*/g, ' ') }
    return { kind: 'list', items: part.split(/\n- /).map((item) => item.replace(/^- /, '').replaceAll(/\s*\n\s*/g, ' ')) }
  })
}

export const titleOf = (markdown: string): string | undefined => /^# (.+)$/m.exec(markdown)?.[1]
