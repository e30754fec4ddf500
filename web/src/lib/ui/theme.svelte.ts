// The look of the screen: the reader's choice, else the system's.
export type Theme = 'light' | 'dark' | 'contrast' | 'contrast-dark'
export const CHOICES = ['light', 'dark', 'contrast'] as const

const dark = matchMedia('(prefers-color-scheme: dark)')
const strong = matchMedia('(prefers-contrast: more)')

function systems(): Theme {
  if (strong.matches) return dark.matches ? 'contrast-dark' : 'contrast'
  return dark.matches ? 'dark' : 'light'
}

function remembered(): Theme | null {
  try {
    return localStorage.getItem('theme') as Theme | null
  } catch {
    return null
  }
}

let chosen = $state<Theme | null>(remembered())
let system = $state<Theme>(systems())
for (const query of [dark, strong]) query.addEventListener('change', () => (system = systems()))

export const theme = {
  get current(): Theme {
    return chosen ?? system
  },
}

export function chooseTheme(value: Theme): void {
  chosen = value
  try {
    localStorage.setItem('theme', value)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}
