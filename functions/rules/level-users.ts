import type { Level } from '../../shared/domain/policy/level.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { listComputerOverrides } from '../../shared/table/entities/computer/computer-overrides.ts';
import { listPolicies } from '../../shared/table/entities/policy/policy.ts';
import { readDefaultPolicy, tenantSettingsItem } from '../../shared/table/entities/tenant/tenant-settings.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

/** A refusal names no more computers than this; each is a read. */
const MOST_COMPUTERS = 3;

/** The policies, and the computers by their own overrides, that use something, in words (FW-11). */
export const levelUsers = async (
  store: Store,
  tenant: string,
  uses: (level: Level) => boolean,
): Promise<readonly string[]> => {
  const [policies, computers] = await Promise.all([
    listPolicies(store, tenant),
    listComputerOverrides(store, tenant),
  ]);
  const having = computers.filter(uses).slice(0, MOST_COMPUTERS);
  const named = await Promise.all(having.map(({ ID }) => readComputer(store, tenant, ID)));
  return [
    ...policies.filter(uses).map(({ name }) => `policy "${name}"`),
    ...having.map(({ ID }, i) => `computer "${named[i]?.displayName || named[i]?.hostName || ID}"`),
  ];
};

/** Whether a level's overrides of rules or application types name an item by one of `members`. */
export const overridesName = (level: Level, members: readonly string[], ID: number): boolean =>
  [level.firewallRules, level.ipsRules, level.applicationTypes].some((overrides) =>
    Object.values(overrides ?? {}).some((override) => members.some((member) => override[member] === ID)),
  );

/** Whether settings name an item: `ending` is how such a setting's name ends, e.g. `IpListId`. */
export const settingsName = (
  settings: Readonly<Record<string, string>> | undefined,
  ending: string,
  ID: number,
): boolean =>
  Object.entries(settings ?? {}).some(([name, value]) => name.endsWith(ending) && value === String(ID));

/** The settings above all policies and those of the whole tenant, in words, where they name an item. */
export const settingUsers = async (
  store: Store,
  tenant: string,
  ending: string,
  ID: number,
): Promise<readonly string[]> => {
  const [defaults, system] = await Promise.all([
    readDefaultPolicy(store, tenant),
    store.get(keys.systemSettings(tenant), tenantSettingsItem),
  ]);
  return [
    ...(settingsName(defaults?.settings, ending, ID) ? ['the default policy'] : []),
    ...(settingsName(system?.settings, ending, ID) ? ['the system settings'] : []),
  ];
};
