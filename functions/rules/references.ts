import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import type { Store } from '../../shared/table/store.ts';

/** Members that name another object, and where those are. */
const REFERENCES = {
  sourceIPListID: ['iplists', 'IP list'],
  destinationIPListID: ['iplists', 'IP list'],
  sourceMACListID: ['maclists', 'MAC list'],
  destinationMACListID: ['maclists', 'MAC list'],
  sourcePortListID: ['portlists', 'port list'],
  destinationPortListID: ['portlists', 'port list'],
  portListID: ['portlists', 'port list'],
  scheduleID: ['schedules', 'schedule'],
  contextID: ['contexts', 'context'],
} as const;

/** Whether everything exists that a rule or type refers to; what it referred to already is not read again. */
export const checkReferences = async <T extends object>(
  store: Store,
  tenant: string,
  item: T,
  before?: object,
): Promise<Outcome<T>> => {
  const members = item as Readonly<Record<string, unknown>>;
  const known = (before ?? {}) as Readonly<Record<string, unknown>>;
  for (const [member, [collection, thing]] of Object.entries(REFERENCES)) {
    const ID = members[member];
    if (typeof ID !== 'number' || ID === 0 || ID === known[member]) continue;
    if (!(await readObject(store, tenant, collection, ID))) {
      return refuse('invalid', `${member}: there is no ${thing} ${ID}.`, 'unknown-reference', {
        field: member,
      });
    }
  }
  return accept(item);
};
