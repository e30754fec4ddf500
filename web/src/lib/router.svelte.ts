// Where the reader is, and the ways to go elsewhere without loading the page again.

export const here = $state({ path: location.pathname, query: location.search, hash: location.hash })

export function go(path: string, options: { replace?: boolean } = {}): void {
  const leaving = here.path
  history[options.replace ? 'replaceState' : 'pushState'](null, '', path)
  look()
  if (leaving !== here.path && !options.replace) scrollTo(0, 0)
}

function look(): void {
  here.path = location.pathname
  here.query = location.search
  here.hash = location.hash
}

/** Own links change the screen without loading the page again. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest('a')
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return
  event.preventDefault()
  go(link.pathname + link.search)
}

export function startRouter(): void {
  addEventListener('popstate', look)
  document.addEventListener('click', follow)
}
