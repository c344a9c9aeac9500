import { mayGrant } from '../../shared/domain/access/grant.ts';
import { succession } from '../../shared/domain/access/keeper.ts';
import { FULL_ACCESS_ID } from '../../shared/domain/access/role.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { checkRole } from '../../shared/http/create-key.ts';
import { keyView } from '../../shared/http/key-view.ts';
import { mintKey } from '../../shared/http/mint-key.ts';
import { accessRoutes } from '../../shared/schema/routes/access.ts';
import { absent, all, equals } from '../../shared/table/condition.ts';
import {
  type ApiKeyItem,
  listApiKeys,
  readApiKey,
  readRole,
} from '../../shared/table/entities/access/access.ts';
import { accessRecords } from '../../shared/table/entities/access/access-records.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';
import { currentKeyView } from './view.ts';

/** Others may change keys between the look and the write; then it is looked at again. */
const ATTEMPTS = 4;
const busy = refuse('conflict', 'The API keys are being changed by others. Try again.', 'busy');

export const changeKeyHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(accessRoutes.modifyApiKey, async ({ caller, params, body, now }) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const all = await listApiKeys(store, caller.tenantID);
      const before = all.find((key) => key.ID === params.apiKeyID);
      if (!before) return missing('API key');
      const after = changed(before, body);
      const allowed = await checkRoles(store, caller, before, after);
      if (!allowed.ok) return allowed;
      const heir = heirOf(caller.tenantID, before, after, all);
      if (!heir.ok) return heir;
      const written = await store.transact([
        { put: after, if: asSeen(before) },
        ...heir.value,
        ...accessRecords(
          caller.tenantID,
          'apikey-updated',
          nameOf(after),
          now,
          caller.by,
          shown(before, after),
        ),
      ]);
      if (written.ok) return accept(keyView(after));
    }
    return busy;
  }),

  on(accessRoutes.modifyCurrentApiKey, async ({ caller, body, now }) => {
    const before = await currentKey(store, caller);
    if (!before) return missing('API key');
    const after = changed(before, body);
    const written = await store.transact([
      { put: after, if: asSeen(before) },
      ...accessRecords(
        caller.tenantID,
        'apikey-updated',
        nameOf(after),
        now,
        caller.by,
        shown(before, after),
      ),
    ]);
    if (!written.ok) return busy;
    const tenant = await readTenant(store, caller.tenantID);
    return accept(currentKeyView(after, caller.tenantID, tenant?.ID));
  }),

  on(accessRoutes.replaceCurrentApiSecretKey, async ({ caller, now }) => {
    const before = await currentKey(store, caller);
    return before ? replaceSecret(store, caller, before, now) : missing('API key');
  }),

  on(accessRoutes.replaceApiSecretKey, async ({ caller, params, now }) => {
    const before = await readApiKey(store, caller.tenantID, params.apiKeyID);
    if (!before) return missing('API key');
    const allowed = await checkRoles(store, caller, before);
    return allowed.ok ? replaceSecret(store, caller, before, now) : allowed;
  }),

  on(accessRoutes.deleteApiKey, async ({ caller, params, now }) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const all = await listApiKeys(store, caller.tenantID);
      const before = all.find((key) => key.ID === params.apiKeyID);
      if (!before) return missing('API key');
      const allowed = await checkRoles(store, caller, before);
      if (!allowed.ok) return allowed;
      const heir = heirOf(caller.tenantID, before, undefined, all);
      if (!heir.ok) return heir;
      const written = await store.transact([
        { remove: keys.apiKey(caller.tenantID, before.ID), if: asSeen(before) },
        ...heir.value,
        ...accessRecords(caller.tenantID, 'apikey-deleted', nameOf(before), now, caller.by, shown(before)),
      ]);
      if (written.ok) return accept(undefined);
    }
    return busy;
  }),
];

const currentKey = (store: Store, caller: TenantCaller): Promise<ApiKeyItem | undefined> =>
  caller.keyID === undefined ? Promise.resolve(undefined) : readApiKey(store, caller.tenantID, caller.keyID);

/** The key stays what it is; from now on only its new secret opens anything. */
const replaceSecret = async (store: Store, caller: TenantCaller, before: ApiKeyItem, now: number) => {
  const {
    pk: _,
    sk: __,
    kind: ___,
    secretHash: ____,
    guid: _____,
    failures: ______,
    unlockTime: _______,
    ...members
  } = before;
  const { item, secretKey } = mintKey(caller.tenantID, members);
  const written = await store.transact([
    { put: item, if: asSeen(before) },
    ...accessRecords(caller.tenantID, 'apikey-updated', nameOf(item), now, caller.by, {
      before: keyView(before),
      after: { ...keyView(item), renewed: now },
    }),
  ]);
  return written.ok ? accept({ ...keyView(item), secretKey }) : busy;
};

type Changes = { readonly [K in keyof ApiKeyItem]?: ApiKeyItem[K] | undefined };

/** An expiry of 0 takes the expiry away, as 0 clears a reference; `active: true` also ends a lock-out. */
const changed = (before: ApiKeyItem, body: Changes): ApiKeyItem => {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const { expiryDate, failures, unlockTime, ...rest } = { ...before, ...given };
  return {
    ...rest,
    ...(expiryDate && { expiryDate }),
    ...(given.active !== true && failures !== undefined && { failures }),
    ...(given.active !== true && unlockTime !== undefined && { unlockTime }),
  };
};

/** Whoever lacks a right may neither touch a key that has it nor give it to one. */
const checkRoles = async (
  store: Store,
  caller: TenantCaller,
  before: ApiKeyItem,
  after: ApiKeyItem = before,
): Promise<Outcome<undefined>> => {
  const held = await readRole(store, caller.tenantID, before.roleID);
  const allowed = held ? mayGrant(caller.role, held, `the API key ${before.keyName}`) : accept(undefined);
  if (!allowed.ok || after.roleID === before.roleID) return allowed;
  return checkRole(store, caller, after.roleID);
};

/** The write that makes sure that another full-access key remains, where that is needed. */
const heirOf = (
  tenant: string,
  before: ApiKeyItem,
  after: ApiKeyItem | undefined,
  all: readonly ApiKeyItem[],
): Outcome<readonly Write[]> => {
  const need = succession(before, after, all);
  if (need.need === 'nobody') return accept([]);
  if (need.need === 'impossible') {
    return refuse(
      'conflict',
      'This is the last active full-access API key without an expiry: without it nobody could make another. Create one first.',
      'last-full-access',
    );
  }
  return accept([{ check: keys.apiKey(tenant, need.ID), if: stillKeeper }]);
};

const stillKeeper = all(equals('roleID', FULL_ACCESS_ID), equals('active', true), absent('expiryDate'));

/** Its secret above all: a change that read the key before its secret was replaced would bring the old one back. */
const asSeen = (key: ApiKeyItem) =>
  all(
    equals('secretHash', key.secretHash),
    equals('roleID', key.roleID),
    equals('active', key.active),
    equals('keyName', key.keyName),
    key.expiryDate === undefined ? absent('expiryDate') : equals('expiryDate', key.expiryDate),
  );

/** For the trail: what the API shows of a key. Whoever knew its GUID could lock it with wrong secrets. */
const shown = (before: ApiKeyItem, after?: ApiKeyItem) => ({
  before: keyView(before),
  ...(after && { after: keyView(after) }),
});

const nameOf = (key: ApiKeyItem) => ({ ID: key.ID, name: key.keyName });
