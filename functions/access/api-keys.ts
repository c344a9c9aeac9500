import type * as z from 'zod';
import { mayGrant } from '../../shared/domain/access/grant.ts';
import { MOST_KEYS } from '../../shared/domain/access/limits.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { search } from '../../shared/domain/search/search.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { mintKey } from '../../shared/http/mint-key.ts';
import { apiKeyFields, type createdApiKey, type newApiKey } from '../../shared/schema/api/access.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { absent } from '../../shared/table/condition.ts';
import { listApiKeys, nextKeyID, readApiKey, readRole } from '../../shared/table/entities/access.ts';
import { accessRecords } from '../../shared/table/entities/access-records.ts';
import { readTenant } from '../../shared/table/entities/tenant.ts';
import type { Store } from '../../shared/table/store.ts';
import { currentKeyView, keyView } from './view.ts';

export const apiKeyHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(accessRoutes.listApiKeys, async ({ caller }) =>
    accept({ apiKeys: (await listApiKeys(store, caller.tenantID)).map(keyView) }),
  ),

  on(accessRoutes.createApiKey, ({ caller, body, now }) => createKey(store, caller, body, now)),

  on(accessRoutes.describeCurrentApiKey, async ({ caller }) => {
    const item =
      caller.keyID === undefined ? undefined : await readApiKey(store, caller.tenantID, caller.keyID);
    if (!item) return missing('API key');
    const tenant = await readTenant(store, caller.tenantID);
    return accept(currentKeyView(item, caller.tenantID, tenant?.ID));
  }),

  on(accessRoutes.searchApiKeys, async ({ caller, body }) => {
    const found = search((await listApiKeys(store, caller.tenantID)).map(keyView), body, apiKeyFields);
    return found.ok ? accept({ apiKeys: [...found.value] }) : found;
  }),

  on(accessRoutes.describeApiKey, async ({ caller, params }) => {
    const item = await readApiKey(store, caller.tenantID, params.apiKeyID);
    return item ? accept(keyView(item)) : missing('API key');
  }),
];

/** A key with rights that the caller has; its secret is answered once. */
export const createKey = async (
  store: Store,
  caller: TenantCaller,
  { expiryDate, ...members }: z.output<typeof newApiKey>,
  now: number,
): Promise<Outcome<z.input<typeof createdApiKey>>> => {
  const { tenantID } = caller;
  const granted = await checkRole(store, caller, members.roleID);
  if (!granted.ok) return granted;
  if ((await listApiKeys(store, tenantID)).length >= MOST_KEYS) {
    return refuse('conflict', `A tenant keeps at most ${MOST_KEYS} API keys. Delete one first.`, 'too-many');
  }
  const { item, secretKey } = mintKey(tenantID, {
    ...members,
    ...(expiryDate && { expiryDate }),
    ID: await nextKeyID(store, tenantID),
    created: now,
  });
  const written = await store.transact([
    { put: item, if: absent('pk') },
    ...accessRecords(tenantID, 'apikey-created', { ID: item.ID, name: item.keyName }, now, caller.by),
  ]);
  if (!written.ok) throw new Error(`the counter gave out a taken key id: ${item.ID}`);
  return accept({ ...keyView(item), secretKey });
};

/** A role that exists and that carries nothing which the caller lacks. */
export const checkRole = async (
  store: Store,
  caller: TenantCaller,
  roleID: number,
): Promise<Outcome<undefined>> => {
  const role = await readRole(store, caller.tenantID, roleID);
  return role
    ? mayGrant(caller.role, role, `the role ${role.name}`)
    : refuse('invalid', `roleID: there is no role ${roleID}.`, 'unknown-role', { field: 'roleID' });
};
