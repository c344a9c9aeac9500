import type { GlobalCatalogue } from '../domain/ips/catalogue/index.ts';
import type { ApplicationType, CatalogueRule } from '../domain/ips/catalogue/rule.ts';
import type { textsOf } from '../domain/ips/custom-rule/texts.ts';
import { listObjects } from '../table/entities/object/object.ts';
import { type FirewallRuleItem, listFirewallRules } from '../table/entities/policy/firewall-rule.ts';
import { type Members, readTenantCatalogue } from '../table/entities/rules/tenant-catalogue.ts';
import type { Store } from '../table/store.ts';

/** Everything that ids of rules and application types stand for, global and a tenant's own. */
export interface TenantRuleBook {
  firewallRule(ID: number): FirewallRuleItem | undefined;
  ipsRule(ID: number): CatalogueRule | undefined;
  applicationType(ID: number): ApplicationType | undefined;
  /** What the tenant wrote of a rule or application type, its own or a global one. */
  ruleMembers(ID: number): Members | undefined;
  typeMembers(ID: number): Members | undefined;
}

/** What views and bodies of policies and computers look rules up in; firewall rules, which can be many, stay unread. */
export type IpsBook = Pick<TenantRuleBook, 'ipsRule'>;

export const loadIpsBook = async (
  store: Store,
  tenant: string,
  catalogue: GlobalCatalogue,
): Promise<IpsBook> => ({
  ipsRule: (await readTenantCatalogue(store, tenant, catalogue)).rule,
});

/** With the lists that rules may name; only what compiles needs these. */
export interface CompileBook extends TenantRuleBook {
  ipList(ID: number): readonly string[] | undefined;
  portList(ID: number): readonly string[] | undefined;
}

export const loadRuleBook = async (
  store: Store,
  tenant: string,
  catalogue: GlobalCatalogue,
  signaturesOf?: typeof textsOf,
): Promise<TenantRuleBook> => {
  const [rules, own] = await Promise.all([
    listFirewallRules(store, tenant),
    readTenantCatalogue(store, tenant, catalogue, signaturesOf),
  ]);
  const firewall = new Map(rules.map((rule) => [rule.ID, rule]));
  return {
    firewallRule: (ID) => firewall.get(ID),
    ipsRule: own.rule,
    applicationType: own.applicationType,
    ruleMembers: own.ruleMembers,
    typeMembers: own.typeMembers,
  };
};

export const loadCompileBook = async (
  store: Store,
  tenant: string,
  catalogue: GlobalCatalogue,
  signaturesOf: typeof textsOf,
): Promise<CompileBook> => {
  const [book, ipLists, portLists] = await Promise.all([
    loadRuleBook(store, tenant, catalogue, signaturesOf),
    listItems(store, tenant, 'iplists'),
    listItems(store, tenant, 'portlists'),
  ]);
  return { ...book, ipList: (ID) => ipLists.get(ID), portList: (ID) => portLists.get(ID) };
};

const listItems = async (store: Store, tenant: string, collection: string) =>
  new Map(
    (await listObjects(store, tenant, collection)).map(({ ID, members }) => [
      ID,
      Array.isArray(members.items) ? members.items.map(String) : [],
    ]),
  );

export const applicationTypesOf = (
  ruleIDs: readonly number[],
  book: Pick<TenantRuleBook, 'ipsRule'>,
): number[] =>
  [...new Set(ruleIDs.map((id) => book.ipsRule(id)?.applicationTypeID))]
    .filter((id) => id !== undefined)
    .sort((a, b) => a - b);
