import { listFirewallRules } from '../../shared/table/entities/firewall-rule.ts';
import { listObjects } from '../../shared/table/entities/object.ts';
import type { Store } from '../../shared/table/store.ts';

interface Referrer {
  readonly words: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** Rules and application types that refer to an item by one of `members`, in words. */
export const listUsers =
  (store: Store, members: readonly string[]) =>
  async (tenant: string, item: { readonly ID: number }): Promise<readonly string[]> =>
    (await referrers(store, tenant))
      .filter((referrer) => members.some((member) => referrer.members[member] === item.ID))
      .map(({ words }) => words);

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
