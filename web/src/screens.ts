// Each screen is a file of its own, fetched when somebody goes there: who reports a pothole does not load the desk.
import type { Component } from 'svelte'
import type { Screen } from './lib/routes'

type Name = Exclude<Screen['name'], 'unknown'>
type Given = { number?: string | null; secret?: string }
type Loaded = Component<Given>

const SCREENS: Record<Name, () => Promise<{ default: unknown }>> = {
  map: () => import('./routes/city/MapScreen.svelte'),
  report: () => import('./routes/city/ReportScreen.svelte'),
  wizard: () => import('./routes/city/WizardScreen.svelte'),
  desk: () => import('./routes/desk/DeskScreen.svelte'),
  round: () => import('./routes/desk/route/RoundScreen.svelte'),
  'route-sheet': () => import('./routes/desk/route/SheetScreen.svelte'),
  crews: () => import('./routes/desk/CrewsScreen.svelte'),
  'sign-in': () => import('./routes/desk/SignInScreen.svelte'),
  me: () => import('./routes/me/MeScreen.svelte'),
  outbox: () => import('./routes/me/OutboxScreen.svelte'),
  subscription: () => import('./routes/city/SubscriptionScreen.svelte'),
  link: () => import('./routes/link/LinkScreen.svelte'),
  invite: () => import('./routes/staff/InviteScreen.svelte'),
  figures: () => import('./routes/figures/FiguresScreen.svelte'),
  departments: () => import('./routes/figures/DepartmentsScreen.svelte'),
  account: () => import('./routes/staff/AccountScreen.svelte'),
}

const known = new Map<Name, Promise<Loaded>>()

/** The same promise each time, so that going on within a screen draws nothing anew. */
export function screenCalled(name: Name): Promise<Loaded> {
  let found = known.get(name)
  if (!found) {
    found = SCREENS[name]().then((module) => module.default as Loaded)
    found.catch(() => known.delete(name))
    known.set(name, found)
  }
  return found
}
