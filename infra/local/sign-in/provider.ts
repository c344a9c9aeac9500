import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Configuration, type Grant, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { escaped, page, pageHeaders } from '../html.ts';
import { keptSecret } from '../secret-file.ts';
import { memoryAdapters } from './memory-adapter.ts';
import type { People } from './people.ts';

/** The one client: public (PKCE), redirected to any port of this machine. */
export const clientId = 'console';
/** What access tokens are for: the plane's API. */
export const audience = 'urn:managed-virtual-patch:api';
export const redirectUri = 'http://127.0.0.1/signed-in';
/** Scope of the API itself; a token needs one. */
export const apiScope = 'plane';

interface Secrets {
  readonly cookieKey: string;
  readonly jwk: JWK;
}

async function newSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' };
  return { cookieKey: randomBytes(32).toString('base64url'), jwk };
}

/** There is nothing to consent to: the plane's own client gets the plane's own scope. */
async function grantAll(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known && (await provider.Grant.find(known))) ||
    new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(`openid email ${apiScope}`);
  grant.addResourceScope(audience, apiScope);
  await grant.save();
  return grant;
}

/** The usual prompts, but for the one that asks again because the client is a native one. */
function prompts(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
}

const hour = 60 * 60;

/** Signing keys are durable under `dir`: a token outlives a restart. Sessions are not, one signs in again. */
export async function configuration(dir: string, people: People): Promise<Configuration> {
  const { cookieKey, jwk } = await keptSecret(join(dir, 'provider.json'), newSecrets);
  return {
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    adapter: memoryAdapters(Date.now),
    jwks: { keys: [jwk as Required<Configuration>['jwks']['keys'][number]] },
    cookies: { keys: [cookieKey] },
    scopes: ['openid', 'email', apiScope],
    claims: { openid: ['sub'], email: ['email'] },
    findAccount: (_ctx, id) => {
      const person = people.get(id);
      return person && { accountId: id, claims: () => ({ sub: id, email: person.email }) };
    },
    extraTokenClaims: (_ctx, token) => {
      const person = 'accountId' in token ? people.get(String(token.accountId)) : undefined;
      return person && { email: person.email, tenant: person.tenantID, roleID: person.roleID };
    },
    loadExistingGrant: grantAll,
    interactions: { policy: prompts(), url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.set(pageHeaders());
      ctx.body = page('Sign in', `<p class="problem">${escaped(out.error_description ?? out.error)}</p>`);
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      Grant: 14 * 24 * hour,
      IdToken: hour,
      Interaction: hour,
      Session: 12 * hour,
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: apiScope,
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}
