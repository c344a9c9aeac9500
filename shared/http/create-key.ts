import type * as z from 'zod';
import { mayGrant, type Power } from '../domain/access/grant.ts';
import { MOST_KEYS } from '../domain/access/limits.ts';
import { accept, type Outcome, refuse } from '../domain/outcome.ts';
import type { createdApiKey, newApiKey } from '../schema/api/access/access.ts';
import { absent } from '../table/condition.ts';
import { listApiKeys, nextKeyID, readRole } from '../table/entities/access/access.ts';
import { accessRecords } from '../table/entities/access/access-records.ts';
import type { Store } from '../table/store.ts';
import type { Actor } from './caller.ts';
import { keyView } from './key-view.ts';
import { mintKey } from './mint-key.ts';

/** Who gives a key of a tenant, and what it may give at most. */
export interface Giver {
  readonly tenantID: string;
  readonly by: Actor;
  readonly role: Power;
}

/** A key with rights that the giver has; its secret is answered once. `now` in epoch ms. */
export const createKey = async (
  store: Store,
  giver: Giver,
  { expiryDate, ...members }: z.output<typeof newApiKey>,
  now: number,
): Promise<Outcome<z.input<typeof createdApiKey>>> => {
  const { tenantID } = giver;
  const granted = await checkRole(store, giver, members.roleID);
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
    ...accessRecords(tenantID, 'apikey-created', { ID: item.ID, name: item.keyName }, now, giver.by, {
      after: keyView(item),
    }),
  ]);
  if (!written.ok) throw new Error(`the counter gave out a taken key id: ${item.ID}`);
  return accept({ ...keyView(item), secretKey });
};

/** A role that exists and that carries nothing which the giver lacks. */
export const checkRole = async (
  store: Store,
  giver: Pick<Giver, 'tenantID' | 'role'>,
  roleID: number,
): Promise<Outcome<undefined>> => {
  const role = await readRole(store, giver.tenantID, roleID);
  return role
    ? mayGrant(giver.role, role, `the role ${role.name}`)
    : refuse('invalid', `roleID: there is no role ${roleID}.`, 'unknown-role', { field: 'roleID' });
};
