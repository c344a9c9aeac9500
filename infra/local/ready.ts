import { resolve } from 'node:path';
import type { Founded } from './bootstrap.ts';
import type { Machine } from './machine.ts';
import { apiScope, audience, clientId, redirectUri } from './sign-in/provider.ts';

/** What `--ready` writes: all that a person, a script, a test or an agent needs to begin. */
export interface Ready {
  readonly api: string;
  readonly apiKey: string;
  readonly operatorKey: string;
  readonly tenantId: string;
  readonly activationToken: string;
  readonly mail: string;
  readonly signIn: {
    readonly issuer: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly audience: string;
    readonly scope: string;
    readonly user: string;
    readonly password: string;
  };
  readonly agentUrl: string;
  readonly ca: string;
}

export const readyOf = (machine: Machine, founded: Founded): Ready => ({
  api: `${machine.urls.api}/api`,
  apiKey: founded.apiKey,
  operatorKey: founded.operatorKey,
  tenantId: founded.tenantId,
  activationToken: founded.activationToken,
  mail: machine.urls.mail,
  signIn: {
    issuer: machine.urls.issuer,
    clientId,
    redirectUri,
    audience,
    scope: `openid email ${apiScope}`,
    user: founded.user,
    password: founded.password,
  },
  agentUrl: machine.urls.agents,
  ca: resolve(machine.ca),
});
