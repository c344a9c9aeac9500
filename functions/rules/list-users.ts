import { listObjects } from '../../shared/table/entities/object/object.ts';
import { listFirewallRules } from '../../shared/table/entities/policy/firewall-rule.ts';
import type { Store } from '../../shared/table/store.ts';
import { levelUsers, overridesName, settingsName, settingUsers } from './level-users.ts';

interface Referrer {
  readonly words: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/**
 * What refers to an item by one of `members`, in words: rules and application types, policies' and computers' overrides
 * of these, and settings whose names end in `ending`.
 */
export const listUsers =
  (store: Store, members: readonly string[], ending?: string) =>
  async (tenant: string, { ID }: { readonly ID: number }): Promise<readonly string[]> => [
    ...(await referrers(store, tenant))
      .filter((referrer) => members.some((member) => referrer.members[member] === ID))
      .map(({ words }) => words),
    ...(await levelUsers(
      store,
      tenant,
      (level) =>
        overridesName(level, members, ID) ||
        (ending !== undefined && settingsName(level.settings, ending, ID)),
    )),
    ...(ending === undefined ? [] : await settingUsers(store, tenant, ending, ID)),
  ];

const referrers = async (store: Store, tenant: string): Promise<readonly Referrer[]> => {
  const own = async (collection: string, thing: string): Promise<Referrer[]> =>
    (await listObjects(store, tenant, collection)).map(({ members }) => ({
      words: `${thing} "${members.name}"`,
      members,
    }));
  const firewall = (await listFirewallRules(store, tenant)).map((rule) => ({
    words: `firewall rule "${rule.name}"`,
    members: { ...rule },
  }));
  return [
    ...firewall,
    ...(await own('intrusionpreventionrules', 'intrusion prevention rule')),
    ...(await own('applicationtypes', 'application type')),
  ];
};
