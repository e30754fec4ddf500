// Who is signed in. Asked only by the staff's screens: residents have no session.
import * as api from './api'

export const session = $state<{ user: api.User | null; asked: boolean }>({ user: null, asked: false })

/** The signed-in person, or null; throws a Problem when the server cannot tell. */
export async function whoAmI(): Promise<api.User | null> {
  try {
    session.user = await api.currentUser()
  } catch (error) {
    const problem = api.Problem.of(error)
    if (problem.code !== 'unauthorized') throw problem
    session.user = null
  }
  session.asked = true
  return session.user
}

export async function signIn(login: string, password: string, city: string): Promise<api.User> {
  session.user = await api.signIn(login, password, city)
  session.asked = true
  return session.user
}

/** Says where the browser goes to be signed out everywhere, when a provider signed it in. */
export async function signOut(): Promise<string | null> {
  const answer = await api.signOut().catch(() => undefined)
  session.user = null
  return answer?.go_to ?? null
}
