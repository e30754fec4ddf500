// Who is signed in. Asked only by the staff's screens: residents have no session.
import * as api from './api'
import { forgetRound } from './outbox/shelf'

type State = {
  user: api.User | null
  asked: boolean
  /** The city asks for a second factor; until it is set up, the account is the only page that answers. */
  factorRequired: boolean
}
export const session = $state<State>({ user: null, asked: false, factorRequired: false })

function take(signedIn: api.SignedIn | null): api.User | null {
  session.user = signedIn?.user ?? null
  session.factorRequired = signedIn?.second_factor_required ?? false
  session.asked = true
  return session.user
}

/** The signed-in person, or null; throws a Problem when the server cannot tell. */
export async function whoAmI(): Promise<api.User | null> {
  try {
    return take(await api.currentUser())
  } catch (error) {
    const problem = api.Problem.of(error)
    if (problem.code !== 'unauthorized') throw problem
    return take(null)
  }
}

/** What came of a password: the token that goes along with the code, if one is asked for. */
export function entered(entered: api.Entered): string | null {
  if ('token' in entered) return entered.token
  take(entered)
  return null
}

export async function proveCode(token: string, code: string): Promise<void> {
  take(await api.proveSecondFactor(token, code))
}

/** Says where the browser goes to be signed out everywhere, when a provider signed it in. */
export async function signOut(): Promise<string | null> {
  const answer = await api.signOut().catch(() => undefined)
  await forgetRound()
  take(null)
  return answer?.go_to ?? null
}

/** The server ended all sessions, this one too. */
export function forgetUser(): void {
  take(null)
}
