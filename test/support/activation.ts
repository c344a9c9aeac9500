import { generateKeyPairSync } from 'node:crypto';
import { activate } from '../../functions/activation/activate.ts';
import { api } from '../../shared/http/api.ts';
import type { TrustedKey } from '../../shared/schema/agent/signed.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Identity, ProofBends } from './agent-identity.ts';
import { type HttpHandler, quietLogger } from './call.ts';

export const testTrust = (): TrustedKey => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { kid: 'policy-1', purpose: 'policy', jwk: { kty: 'EC', crv: 'P-256', x, y } };
};

/** The function `activation` on a table. */
export const activationFunction = (
  store: Store,
  trust: TrustedKey = testTrust(),
  now: () => number = Date.now,
): HttpHandler => {
  const signer = { trustedKeys: async () => [trust] };
  const deps = { store, logger: quietLogger(), now, signer, random: () => 0.5 };
  return api(deps, [activate(deps)]);
};

export const testHost = (hostName = 'web-1') => ({
  hostName,
  platform: 'Debian GNU/Linux 12',
  kernel: '6.1.0',
  architecture: 'x64',
  agentVersion: '0.1.0',
  addresses: ['192.0.2.10'],
  problems: [],
});

export interface Activated {
  computerID: number;
  hostGUID: string;
  message: string;
  reason: string;
}

/** A host's activation. `more` goes into the body; `from` is its address. */
export const activateHost = (
  handler: HttpHandler,
  identity: Identity,
  tenantID: string,
  token: string,
  more: object = {},
  { from, ...bends }: ProofBends & { readonly from?: string } = {},
) =>
  identity.activate<Activated>(
    handler,
    {
      method: 'POST',
      path: '/agent/v1/activation',
      body: { tenantID, token, protocol: 1, host: testHost(), ...more },
      ...(from && { sourceIP: from }),
    },
    bends,
  );
