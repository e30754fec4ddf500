// Runs before the first paint, so that a dark screen never flashes white.
try {
  const theme = localStorage.getItem('theme')
  if (theme) document.documentElement.dataset.theme = theme
  const language = localStorage.getItem('language')
  if (language) document.documentElement.lang = language
} catch {
  // Storage may be closed to us; the system's theme is used then.
}
