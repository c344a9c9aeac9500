import { reachesGroup } from '../../shared/domain/access/reach.ts';
import { checkGroup } from '../../shared/domain/computer/group-tree.ts';
import { accept, refuse } from '../../shared/domain/outcome.ts';
import type { ApiDeps, Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import { computerGroups } from '../../shared/schema/api/computer/computer-group.ts';
import { listActivationTokens } from '../../shared/table/entities/access/activation-token.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { listObjects } from '../../shared/table/entities/object/object.ts';
import type { Store } from '../../shared/table/store.ts';

/** Folders of computers, a tree. */
export const groupHandlers = (deps: ApiDeps): readonly Handler[] =>
  collectionHandlers(deps, computerGroups, {
    unique: false,
    identity: ({ parentGroupID = 0, name }) => `${parentGroupID}/${name}`,
    events: { title: 'Group', created: 290, deleted: 291, updated: 292 },
    sees: ({ ID }, { role }) => reachesGroup(role, ID),
    check: async (item, { all, before, caller }) => {
      const { parentGroupID } = item;
      if (
        parentGroupID &&
        parentGroupID !== before?.parentGroupID &&
        !reachesGroup(caller.role, parentGroupID)
      ) {
        return refuse(
          'invalid',
          `parentGroupID: there is no computer group ${parentGroupID}.`,
          'unknown-group',
        );
      }
      const checked = checkGroup(item, await all());
      return checked.ok ? accept({ ...item, type: 'folder' }) : checked;
    },
    users: (tenant, { ID }) => users(deps.store, tenant, ID),
  });

const users = async (store: Store, tenant: string, groupID: number): Promise<readonly string[]> => {
  const [groups, computers, tokens] = await Promise.all([
    listObjects(store, tenant, 'computergroups'),
    listComputerRows(store, tenant),
    listActivationTokens(store, tenant),
  ]);
  return [
    ...groups
      .filter(({ members }) => members.parentGroupID === groupID)
      .map(({ members }) => `computer group "${members.name}"`),
    ...computers.filter((each) => each.groupID === groupID).map((each) => `computer "${each.hostName}"`),
    ...tokens.filter((each) => each.groupID === groupID).map((each) => `activation token "${each.name}"`),
  ];
};
