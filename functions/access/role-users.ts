import { listApiKeys } from '../../shared/table/entities/access/access.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import type { Store } from '../../shared/table/store.ts';

/** Who has a role, in words. */
export const roleUsers = async (store: Store, tenant: string, roleID: number): Promise<readonly string[]> => {
  const [apiKeys, administrators, contacts] = await Promise.all([
    listApiKeys(store, tenant),
    listObjects(store, tenant, 'administrators'),
    listObjects(store, tenant, 'contacts'),
  ]);
  return [
    ...apiKeys.filter((key) => key.roleID === roleID).map((key) => `API key "${key.keyName}"`),
    ...administrators
      .filter(({ members }) => members.roleID === roleID)
      .map(({ members }) => `administrator "${members.username}"`),
    ...contacts
      .filter(({ members }) => members.roleID === roleID)
      .map(({ members }) => `contact "${members.name}"`),
  ];
};
