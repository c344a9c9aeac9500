import type { GroupChoice } from '../../shared/domain/computer/choose-group.ts';
import { absent } from '../../shared/table/condition.ts';
import { nameWrites } from '../../shared/table/entities/access/name-lock.ts';
import { newObject } from '../../shared/table/entities/object/object.ts';
import { objectRecords } from '../../shared/table/entities/object/object-records.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

export interface NewGroups {
  /** The deepest level's; 0: no group at all. */
  readonly groupID: number;
  /** What makes the missing levels, for the transaction that makes the computer. */
  readonly writes: readonly Write[];
}

/**
 * Makes the levels of a path that do not exist yet. Of hosts that ask for the same path at once, one makes them: the
 * name of a level is held by an item of its own, so the others' transactions fail and they decide anew.
 */
export const newGroups = async (
  store: Store,
  tenant: string,
  { groupID, missing }: GroupChoice,
  now: number,
): Promise<NewGroups> => {
  const writes: Write[] = [];
  let parentGroupID = groupID;
  for (const name of missing) {
    const ID = await store.nextID(keys.counter(tenant, 'computergroups'), 1);
    const members = {
      name,
      description: '',
      type: 'folder',
      ...(parentGroupID > 0 && { parentGroupID }),
    };
    const item = newObject(tenant, 'computergroups', ID, members);
    writes.push(
      { put: item, if: absent('pk') },
      ...nameWrites({ tenant, collection: 'computergroups', ID, after: `${parentGroupID}/${name}` }),
      ...objectRecords(item, 'created', { events, name, after: { ...members, ID } }, now, agent),
    );
    parentGroupID = ID;
  }
  return { groupID: parentGroupID, writes };
};

const agent = { kind: 'agent', name: 'Agent' } as const;
const events = { title: 'Group', created: 290, updated: 292, deleted: 291 } as const;
