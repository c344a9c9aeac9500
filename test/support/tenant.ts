import { randomBytes, randomUUID } from 'node:crypto';
import { formatSecretKey } from '../../shared/domain/access/secret-key.ts';
import { hashSecret } from '../../shared/http/tenant-caller.ts';
import type { ApiKeyItem } from '../../shared/table/entities/access/access.ts';
import type { ComputerItem } from '../../shared/table/entities/computer/computer.ts';
import type { HostItem } from '../../shared/table/entities/computer/host.ts';
import { keys, OPERATOR } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import type { Identity } from './agent-identity.ts';

/** Puts an API key of a tenant into the table and answers its secret. */
export const seedKey = async (
  store: Store,
  tenant: string,
  more: Partial<ApiKeyItem> = {},
): Promise<string> => {
  const ID = more.ID ?? 1;
  const secret = formatSecretKey(ID, tenant, randomUUID(), randomBytes(32).toString('base64url'));
  const item: ApiKeyItem = {
    ...keys.apiKey(tenant, ID),
    kind: 'apikey',
    ID,
    keyName: `key ${ID}`,
    roleID: 1,
    active: true,
    created: 0,
    secretHash: hashSecret(secret),
    ...more,
  };
  await store.put(item);
  return secret;
};

export const seedOperatorKey = (store: Store): Promise<string> => seedKey(store, OPERATOR);

/** Puts an activated computer into the table, as activation leaves it. */
export const seedComputer = async (
  store: Store,
  tenant: string,
  ID: number,
  identity: Identity,
  more: { readonly policyID?: number; readonly host?: Partial<HostItem> } = {},
): Promise<void> => {
  const policyID = more.policyID ?? 0;
  const computer: ComputerItem = {
    ...keys.computer(tenant, ID),
    kind: 'computer',
    ID,
    hostGUID: randomUUID().toUpperCase(),
    hostName: `host-${ID}`,
    displayName: '',
    description: '',
    platform: 'Debian GNU/Linux 12',
    kernel: '6.1',
    architecture: 'x64',
    agentVersion: '0.1.0',
    lastIPUsed: '',
    addresses: [],
    problems: [],
    groupID: 0,
    policyID,
    agentFingerPrint: identity.thumbprint,
    activated: 1,
  };
  const host: HostItem = {
    ...keys.host(tenant, ID),
    kind: 'host',
    tenant,
    ID,
    key: identity.x,
    thumbprint: identity.thumbprint,
    machine: identity.machine,
    counter: 0,
    seen: 0,
    offline: false,
    sequence: 0,
    ...(policyID > 0 && { head: `p${policyID}` }),
    ...more.host,
  };
  await store.put(computer);
  await store.put(host);
};
