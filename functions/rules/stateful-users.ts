import type { Store } from '../../shared/table/store.ts';
import { levelUsers, settingUsers } from './level-users.ts';

/** Policies, computers and settings that use a stateful configuration, for all interfaces or for some, in words. */
export const statefulUsers =
  (store: Store) =>
  async (tenant: string, { ID }: { readonly ID: number }): Promise<readonly string[]> => [
    ...(await levelUsers(
      store,
      tenant,
      ({ statefulConfigurationID, statefulAssignments = [] }) =>
        statefulConfigurationID === ID ||
        statefulAssignments.some((assignment) => assignment.statefulConfigurationID === ID),
    )),
    ...(await settingUsers(store, tenant, 'StatefulConfigId', ID)),
  ];
