import * as z from 'zod';
import { type Joiner, type Joining, joiningOf } from '../../shared/domain/computer/who-may-join.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { tenantSettingsItem } from '../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

const ipListMembers = z.object({ items: z.array(z.string()) });

export interface LoadedJoining {
  readonly joining: Joining;
  readonly joiner: Omit<Joiner, 'sourceIP'>;
}

/** What the tenant set about hosts that activate themselves; names and lists are read only where a setting asks. */
export const loadJoining = async (store: Store, tenant: string, hostName: string): Promise<LoadedJoining> => {
  const set = await store.get(keys.systemSettings(tenant), tenantSettingsItem);
  const joining = joiningOf(set?.settings ?? {});
  const asksNames = joining.who === 'existing' || joining.refuseTwins;
  const asksList = joining.who === 'listed' && joining.ipListID > 0;
  const list = asksList ? await readObject(store, tenant, 'iplists', joining.ipListID) : undefined;
  return {
    joining,
    joiner: {
      named: asksNames && (await isNamed(store, tenant, hostName)),
      ipList: list && ipListMembers.parse(list.members).items,
    },
  };
};

const isNamed = async (store: Store, tenant: string, hostName: string): Promise<boolean> =>
  (await listComputerRows(store, tenant)).some(
    (row) => row.hostName.toLowerCase() === hostName.toLowerCase(),
  );
