import { reachesComputer, reachesGroup, reachesPolicy } from '../domain/access/reach.ts';
import { accept, missing, type Outcome, refuse } from '../domain/outcome.ts';
import { canonicalJson } from '../domain/policy/canonical.ts';
import { checkLevel } from '../domain/policy/change.ts';
import { emptyLevel, isEmptyLevel, type Level } from '../domain/policy/level.ts';
import type { Hand, TenantCaller } from '../http/caller.ts';
import { absent, equals, exists } from '../table/condition.ts';
import { nameWasTaken } from '../table/entities/access/name-lock.ts';
import {
  type ComputerItem,
  computerHead,
  headOf,
  readComputer,
} from '../table/entities/computer/computer.ts';
import { computerChanged } from '../table/entities/computer/computer-change.ts';
import {
  type ComputerOverridesItem,
  readComputerOverrides,
} from '../table/entities/computer/computer-overrides.ts';
import { type HostItem, hostItem } from '../table/entities/computer/host.ts';
import { readObject } from '../table/entities/object/object.ts';
import { configurationRecords } from '../table/entities/policy/configuration-records.ts';
import { levelOf } from '../table/entities/policy/level.ts';
import { keys } from '../table/keys.ts';
import type { Write } from '../table/store.ts';
import type { LevelDeps } from './deps.ts';
import { knownFor } from './known.ts';
import type { OwnedLevel } from './owner.ts';
import { loadTree, type PolicyTree } from './tree.ts';

const ATTEMPTS = 5;

export interface ComputerState {
  readonly item: ComputerItem;
  readonly own: Level;
  /** Written with it, or not at all. */
  readonly also?: readonly Write[];
}

export interface FreshComputer {
  readonly item: ComputerItem;
  readonly claim: Write;
}

/** A computer as it is before a change, and what stands around it. */
interface Loaded extends ComputerState {
  readonly stored: boolean;
  readonly overrides: ComputerOverridesItem | undefined;
  readonly host: HostItem | undefined;
  readonly tree: PolicyTree;
}

/** Members that people write; the rest is the agent's, and may change at the same moment. */
const EDITED = ['hostName', 'displayName', 'description', 'groupID', 'policyID'] as const;

/**
 * Loads, lets `change` decide what the computer becomes, checks what it refers to, and writes all of it or nothing:
 * its item, what it sets by itself, and which content its host follows. `fresh`: the computer to make, and the write that
 * claims its host name.
 */
export const saveComputer = async (
  deps: Pick<LevelDeps, 'store' | 'catalogue'>,
  { caller, now }: Hand,
  computerID: number,
  change: (level: OwnedLevel, item: ComputerItem, tree: PolicyTree) => Outcome<ComputerState>,
  fresh?: FreshComputer,
): Promise<Outcome<ComputerState & { readonly tree: PolicyTree; readonly host: HostItem | undefined }>> => {
  const tenant = caller.tenantID;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await load(deps, tenant, computerID, fresh?.item);
    if (!before) return missing('computer');
    const level = { own: before.own, above: before.tree.chain(before.item.policyID) };
    const after = change(level, before.item, before.tree);
    if (!after.ok) return after;
    const checked = await check(deps, caller, after.value, before);
    if (!checked.ok) return checked;
    const records = fresh ? [fresh.claim] : updated({ caller, now }, before, after.value);
    const { also = [] } = after.value;
    const all = [...writes(tenant, before, after.value), ...records, ...also];
    const written = await deps.store.transact(all);
    if (nameWasTaken(written, all)) return hostNameTaken(after.value.item.hostName);
    if (written.ok) return accept({ ...after.value, tree: before.tree, host: before.host });
  }
  return refuse('conflict', 'The computer is being changed by others. Try again.', 'busy');
};

export const hostNameTaken = (hostName: string, who = 'another computer') =>
  refuse('invalid', `hostName: ${who} has the host name "${hostName}".`, 'name-taken');

const outOfSight = refuse(
  'forbidden',
  'Not authorized: groupID: without a group the computer would be out of your role’s reach.',
  'beyond-own-reach',
);

/** Which members became what, for the trail (EVT-7). */
const updated = ({ caller, now }: Hand, before: Loaded, { item, own }: ComputerState): Write[] => {
  const members = EDITED.filter((member) => item[member] !== before.item[member]).map(
    (member) => `${member} ${before.item[member] || 'none'} to ${item[member] || 'none'}`,
  );
  const says = (level: Level) => (isEmptyLevel(level) ? '' : canonicalJson(levelOf(level)));
  const overrides = says(own) === says(before.own) ? [] : ['settings of its own changed'];
  return configurationRecords(caller.tenantID, {
    what: 'computer-updated',
    target: { ID: item.ID, name: item.displayName || item.hostName },
    at: now,
    by: caller.by,
    detail: [...members, ...overrides].join('; ').slice(0, 400) || 'Saved as it was.',
    before: written(before.item, before.own),
    after: written(item, own),
  });
};

/** What people write of a computer. */
const written = (item: ComputerItem, own: Level) => ({
  ...Object.fromEntries(EDITED.map((member) => [member, item[member]])),
  ...(!isEmptyLevel(own) && levelOf(own)),
});

const load = async (
  { store }: Pick<LevelDeps, 'store'>,
  tenant: string,
  computerID: number,
  fresh: ComputerItem | undefined,
): Promise<Loaded | undefined> => {
  if (fresh) {
    const tree = await loadTree(store, tenant);
    return { item: fresh, own: emptyLevel, stored: false, overrides: undefined, host: undefined, tree };
  }
  const [item, overrides, host, tree] = await Promise.all([
    readComputer(store, tenant, computerID),
    readComputerOverrides(store, tenant, computerID),
    store.get(keys.host(tenant, computerID), hostItem),
    loadTree(store, tenant),
  ]);
  return (
    item && { item, own: overrides ? levelOf(overrides) : emptyLevel, stored: true, overrides, host, tree }
  );
};

const check = async (
  deps: Pick<LevelDeps, 'store' | 'catalogue'>,
  { tenantID: tenant, role }: TenantCaller,
  { item, own }: ComputerState,
  before: Loaded,
): Promise<Outcome<undefined>> => {
  const { policyID, groupID } = item;
  const moved = !before.stored || policyID !== before.item.policyID;
  if (moved && policyID > 0 && !(before.tree.policy(policyID) && reachesPolicy(role, policyID))) {
    return refuse('invalid', `policyID: there is no policy ${policyID}.`, 'unknown-policy');
  }
  const regrouped = !before.stored || groupID !== before.item.groupID;
  if (regrouped && groupID > 0) {
    const known = reachesGroup(role, groupID) && readObject(deps.store, tenant, 'computergroups', groupID);
    if (!(await known)) {
      return refuse('invalid', `groupID: there is no computer group ${groupID}.`, 'unknown-group');
    }
  }
  if (regrouped && !reachesComputer(role, item)) return outOfSight;
  return checkLevel(own, await knownFor(deps, tenant, own));
};

const writes = (tenant: string, before: Loaded, { item, own }: ComputerState): Write[] => [
  before.stored
    ? {
        update: keys.computer(tenant, item.ID),
        change: { set: Object.fromEntries(EDITED.map((member) => [member, item[member]])) },
        if: equals('policyID', before.item.policyID),
      }
    : { put: item, if: absent('pk') },
  ...overridesWrite(tenant, before.overrides, item, own),
  ...followWrite(tenant, before.host, item, own),
  ...(item.policyID > 0 && (!before.stored || item.policyID !== before.item.policyID)
    ? [{ check: keys.policy(tenant, item.policyID), if: exists('pk') }]
    : []),
  computerChanged(tenant, item.ID),
];

/** Only a computer that sets something has an item of overrides. */
const overridesWrite = (
  tenant: string,
  before: ComputerOverridesItem | undefined,
  { ID, policyID }: ComputerItem,
  own: Level,
): Write[] => {
  const key = keys.computerOverrides(tenant, ID);
  const unchanged = before ? equals('revision', before.revision) : absent('pk');
  if (isEmptyLevel(own)) return before ? [{ remove: key, if: unchanged }] : [];
  const item: ComputerOverridesItem = {
    ...levelOf(own),
    ...key,
    kind: 'computer-overrides',
    tenant,
    ID,
    policyID,
    revision: (before?.revision ?? 0) + 1,
  };
  return [{ put: item, if: unchanged }];
};

/** The host's item names the content it follows, so that a beat needs no look at the computer. */
const followWrite = (
  tenant: string,
  host: HostItem | undefined,
  { ID, policyID }: ComputerItem,
  own: Level,
): Write[] => {
  const head = isEmptyLevel(own) ? headOf(policyID) : computerHead(ID);
  if (!host || host.head === head) return [];
  return [
    {
      update: keys.host(tenant, ID),
      change: head ? { set: { head } } : { remove: ['head'] },
      if: exists('pk'),
    },
  ];
};
