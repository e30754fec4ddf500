// A real OpenID Connect provider for tests (npm oidc-provider), with doors of its own that make it
// say whatever a story needs, also what no provider should. It prints its address and ends with its
// standard input.
//
//   POST /door/client   { base, city }           whose client it is; before anything else
//   POST /door/people   { sub: {claims} }        who can sign in, by ?login_hint=sub, else the first
//   POST /door/rotate                            a new key instead of the old one
//   POST /door/forge    { claims, how } | null   what becomes of the next ID tokens
//   POST /door/sign     { claims, header, how }  a token of the story's own
//   POST /door/down     true | false             answers 503, or again
//   GET  /door/seen                              { keys: how often they were asked for }
import { createServer } from 'node:http'
import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import Provider from 'oidc-provider'

const CLIENT = 'citycenter'
const SECRET = 'a secret for stories: %&+='

let issuer = ''
let provider = null
let client = { base: 'http://127.0.0.1', city: 'small-town' }
let people = {}
let forge = null
let down = false
let keysAsked = 0
let key = newKey()

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = `key-${Math.random().toString(36).slice(2)}`
  return { kid, privateKey, publicKey, jwk: { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } }
}

function open() {
  const at = `${client.base}/api/v1/cities/${client.city}/sign-in/oidc`
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [`${at}/callback`],
        post_logout_redirect_uris: [`${client.base}/sign-in`],
        backchannel_logout_uri: `${at}/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [key.jwk] },
    cookies: { keys: ['for stories'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups', 'unit'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    // Its own guard keeps it from calling the loopback, where the city is.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 3600, Interaction: 600, Grant: 86400, Session: 86400 },
    findAccount: (_, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
    loadExistingGrant: async (ctx) => {
      const { oidc } = ctx
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid profile groups')
      await grant.save()
      return grant
    },
  })
  provider.on('backchannel.error', (_, error) => console.error('no back-channel:', error))
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.oidc?.route === 'token' && forge && ctx.body?.id_token) {
      const said = JSON.parse(Buffer.from(ctx.body.id_token.split('.')[1], 'base64url'))
      ctx.body = { ...ctx.body, id_token: sign({ ...forge, claims: { ...said, ...forge.claims } }) }
    }
  })
}

/** A token; what is null is left out. */
function sign({ claims = {}, header = {}, how = 'key' }) {
  const alg = { none: 'none', hmac: 'HS256' }[how] ?? 'RS256'
  const part = (said) => Buffer.from(JSON.stringify(said, (_, value) => value ?? undefined)).toString('base64url')
  const message = `${part({ alg, kid: key.kid, typ: 'JWT', ...header })}.${part(claims)}`
  if (how === 'none') return `${message}.`
  if (how === 'hmac') {
    const secret = key.publicKey.export({ type: 'spki', format: 'pem' })
    return `${message}.${createHmac('sha256', secret).update(message).digest('base64url')}`
  }
  const signer = how === 'stranger' ? newKey() : key
  return `${message}.${signBytes('RSA-SHA256', Buffer.from(message), signer.privateKey).toString('base64url')}`
}

const doors = {
  client: (said) => ((client = said), open()),
  people: (said) => void (people = said),
  rotate: () => ((key = newKey()), open()),
  forge: (said) => void (forge = said),
  sign: (said) => ({ token: sign(said) }),
  down: (said) => void (down = said),
  seen: () => ({ keys: keysAsked }),
}

async function interact(request, response) {
  const { params, prompt } = await provider.interactionDetails(request, response)
  // A browser that names nobody is the one person there is.
  const subject = params.login_hint ?? Object.keys(people)[0]
  const known = prompt.name === 'login' && people[subject]
  const result = known
    ? { login: { accountId: subject } }
    : { error: 'access_denied', error_description: '<b>nobody of that name</b>' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

const server = createServer(async (request, response) => {
  try {
    const path = new URL(request.url, issuer).pathname
    if (path.startsWith('/door/')) {
      let body = ''
      for await (const chunk of request) body += chunk
      const answer = doors[path.slice(6)](JSON.parse(body || 'null')) ?? null
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
    } else if (down) {
      response.writeHead(503).end('<h1>Out of order</h1>')
    } else if (path.startsWith('/interaction/')) {
      await interact(request, response)
    } else {
      if (path === '/jwks') keysAsked += 1
      provider.callback()(request, response)
    }
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
})
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`
  open()
  console.log(`issuer ${issuer}`)
})
process.stdin.on('end', () => process.exit()).resume()
