import { createHash, timingSafeEqual } from 'node:crypto';
import { usableKey } from '../domain/access/api-key.ts';
import { guidOf, parseSecretKey } from '../domain/access/secret-key.ts';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import { readApiKey, readRole } from '../table/entities/access/access.ts';
import { countFailure, forgetFailures } from '../table/entities/access/key-lock.ts';
import { OPERATOR } from '../table/keys.ts';
import type { Store } from '../table/store.ts';
import type { OperatorCaller, TenantCaller } from './caller.ts';
import type { Person } from './person.ts';
import type { Request } from './request.ts';

const invalidKey = refuse('unauthenticated', 'Invalid API Key', 'invalid-key');

const noCredentials = refuse(
  'unauthenticated',
  'Send an API key in the header api-secret-key, or sign in and send your token as Authorization: Bearer.',
  'no-credentials',
);

const operatorsKey = refuse(
  'unauthenticated',
  'This is an operator’s key, which belongs to no tenant. Use an API key of the tenant.',
  'operator-key',
);

const noUserInterface = refuse(
  'forbidden',
  'Not authorized: this role may not use the user interface, only API keys may have it.',
  'no-user-interface',
);

const noWebService = refuse('forbidden', 'Not authorized: this role may not use the API.', 'no-web-service');

/** A tenant's API key or signed-in person; the role decides what it may do. */
export const authenticateTenant = async (
  request: Request,
  store: Store,
  now: number,
  verifyPerson: ((token: string) => Promise<Outcome<Person>>) | undefined,
): Promise<Outcome<TenantCaller>> => {
  const secret = secretOf(request);
  if (secret !== undefined) {
    const key = await authenticateKey(secret, store, now);
    if (!key.ok) return key;
    if (key.value.tenantID === OPERATOR) return operatorsKey;
    const caller = await withRole(store, key.value.tenantID, key.value.roleID, {
      by: { kind: 'apikey', name: key.value.keyName },
      keyID: key.value.keyID,
      lastSignIn: key.value.lastSignIn,
    });
    return caller.ok && !caller.value.role.allowWebService ? noWebService : caller;
  }
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!token || !verifyPerson) return noCredentials;
  const person = await verifyPerson(token);
  if (!person.ok) return person;
  const caller = await withRole(store, person.value.tenantID, person.value.roleID, {
    by: { kind: 'person', name: person.value.name },
  });
  return caller.ok && !caller.value.role.allowUserInterface ? noUserInterface : caller;
};

export const authenticateOperator = async (
  request: Request,
  store: Store,
  now: number,
): Promise<Outcome<OperatorCaller>> => {
  const secret = request.headers['api-secret-key'];
  if (secret === undefined) return noCredentials;
  const key = await authenticateKey(secret, store, now);
  if (!key.ok) return key;
  if (key.value.tenantID !== OPERATOR) {
    return refuse('forbidden', 'Not authorized: this route is the operator’s.', 'operator-only');
  }
  return accept({ who: 'operator', by: { kind: 'operator', name: key.value.keyName } });
};

/** Whether the key, right or wrong, says that it is the operator's. */
export const isOperatorsKey = (request: Request): boolean =>
  parseSecretKey(request.headers['api-secret-key'] ?? '')?.tenantID === OPERATOR;

const authenticateKey = async (secret: string, store: Store, now: number) => {
  const parsed = parseSecretKey(secret);
  if (!parsed) return invalidKey;
  const item = await readApiKey(store, parsed.tenantID, parsed.keyID);
  if (!item) return invalidKey;
  if (!sameHash(item.secretHash, hashSecret(secret))) {
    if (item.guid === guidOf(secret)) await countFailure(store, item, now);
    return invalidKey;
  }
  const usable = usableKey(item, now);
  if (!usable.ok) return usable;
  if (item.failures) await forgetFailures(store, item);
  return accept({
    tenantID: parsed.tenantID,
    keyID: item.ID,
    keyName: item.keyName,
    roleID: item.roleID,
    lastSignIn: item.lastSignIn,
  });
};

/** Existing clients of the cloud flavour send the same key as `Authorization: ApiKey <key>`. */
const secretOf = (request: Request): string | undefined =>
  request.headers['api-secret-key'] ?? /^ApiKey (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const withRole = async (
  store: Store,
  tenantID: string,
  roleID: number,
  who: Pick<TenantCaller, 'by' | 'keyID' | 'lastSignIn'>,
): Promise<Outcome<TenantCaller>> => {
  const role = await readRole(store, tenantID, roleID);
  return role
    ? accept({ who: 'tenant', tenantID, role, ...who })
    : refuse('forbidden', 'The role of this key or person does not exist any more.', 'no-role');
};
