import { createHash, randomBytes } from 'node:crypto';

/** What signing in takes; the members of `signIn` in the ready file. */
export interface SignInFacts {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly user: string;
  readonly password: string;
}

const cookiesOf = (response: Response): string[] =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');

/** Signs in as a browser would (authorization code, PKCE, the login form) and returns an access token. */
export async function accessToken(facts: SignInFacts): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const jar = new Map<string, string>();
  const visit = async (url: string, form?: URLSearchParams): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const each of cookiesOf(response)) {
      const [name = '', ...value] = each.split('=');
      jar.set(name, value.join('='));
    }
    return response;
  };
  const query = new URLSearchParams({
    client_id: facts.clientId,
    response_type: 'code',
    redirect_uri: facts.redirectUri,
    scope: facts.scope,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let response = await visit(`${facts.issuer}/auth?${query}`);
  for (let step = 0; step < 6; step++) {
    const location = response.headers.get('location');
    if (!location) throw new Error(`sign-in stopped with ${response.status}: ${await response.text()}`);
    const next = new URL(location, facts.issuer);
    const code = next.searchParams.get('code');
    if (code) return exchange(facts, code, verifier);
    const isForm = next.pathname.startsWith('/sign-in/');
    const form = new URLSearchParams({ email: facts.user, password: facts.password });
    response = await visit(next.href, isForm ? form : undefined);
  }
  throw new Error('sign-in went round in circles');
}

async function exchange(facts: SignInFacts, code: string, verifier: string): Promise<string> {
  const response = await fetch(`${facts.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: facts.clientId,
      redirect_uri: facts.redirectUri,
      code,
      code_verifier: verifier,
    }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`no token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}
