// A base map of somebody else, where a city has chosen one. Ours is drawn when it does not come.
import type { StyleSpecification } from 'maplibre-gl'

const styles = new Map<string, Promise<StyleSpecification | null>>()

/** The style at this address, or nothing: then the city's own map is drawn. */
export function outsideStyle(url: string | null | undefined): Promise<StyleSpecification | null> {
  if (!url) return Promise.resolve(null)
  const asked = styles.get(url) ?? fetchStyle(url)
  styles.set(url, asked)
  return asked
}

async function fetchStyle(url: string): Promise<StyleSpecification | null> {
  try {
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' })
    const style: unknown = answer.ok ? await answer.json() : null
    return isStyle(style) ? style : null
  } catch {
    return null
  }
}

export const isStyle = (style: unknown): style is StyleSpecification => {
  const read = style as Partial<StyleSpecification> | null
  return typeof read === 'object' && read?.version === 8 && Array.isArray(read.layers) && typeof read.sources === 'object' && read.sources !== null
}
