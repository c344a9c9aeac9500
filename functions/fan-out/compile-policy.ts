import { type Catalogue, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { compileConfig } from '../../shared/domain/policy/compile.ts';
import { chainOf, effectiveOf, withDescendants } from '../../shared/domain/policy/effective.ts';
import { type Blobs, contentName } from '../../shared/ports/blob.ts';
import { packConfig } from '../../shared/ports/content.ts';
import { absent, any, atMost } from '../../shared/table/condition.ts';
import { policyHead } from '../../shared/table/entities/computer.ts';
import { type FirewallRuleItem, listFirewallRules } from '../../shared/table/entities/firewall-rule.ts';
import { type HeadItem, listPolicies, type PolicyItem } from '../../shared/table/entities/policy.ts';
import { readEntitlement } from '../../shared/table/entities/subscription.ts';
import { readTenantCatalogue } from '../../shared/table/entities/tenant-catalogue.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

export interface CompileDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly now: () => number;
}

/**
 * Compiles a policy that changed and everything below it. The writes are one per policy, whatever the number of
 * computers: a host learns of the new content by the head that it follows.
 */
export const compilePolicy = async (deps: CompileDeps, tenant: string, policyID: number): Promise<void> =>
  compileSome(deps, tenant, (all) => withDescendants(policyID, all));

/** Something changed that several policies may have: each of them and everything below. */
export const compilePoliciesThat = (
  deps: CompileDeps,
  tenant: string,
  concerns: (policy: PolicyItem, catalogue: Catalogue) => boolean,
): Promise<void> =>
  compileSome(deps, tenant, (all, catalogue) =>
    all.filter((policy) => concerns(policy, catalogue)).flatMap((policy) => withDescendants(policy.ID, all)),
  );

const compileSome = async (
  deps: CompileDeps,
  tenant: string,
  choose: (all: readonly PolicyItem[], catalogue: Catalogue) => readonly PolicyItem[],
): Promise<void> => {
  const started = deps.now();
  const [all, rules, entitled, catalogue] = await Promise.all([
    listPolicies(deps.store, tenant),
    listFirewallRules(deps.store, tenant),
    readEntitlement(deps.store, tenant),
    readTenantCatalogue(deps.store, tenant, starterCatalogue),
  ]);
  const byID = new Map(all.map((policy) => [policy.ID, policy]));
  const firewall = new Map(rules.map((rule) => [rule.ID, onTheHost(rule)]));
  const book = {
    firewallRule: (id: number) => firewall.get(id),
    ipsRule: catalogue.rule,
    applicationType: catalogue.applicationType,
  };
  for (const policy of new Set(choose(all, catalogue))) {
    const { hash, bytes } = packConfig(compileConfig(effectiveOf(chainOf(policy, byID)), book, entitled));
    await deps.blobs.put(contentName(tenant, hash), bytes);
    await point(deps.store, tenant, policy.ID, hash, started);
  }
};

/** A compile that read earlier never replaces one that read later. */
const point = async (
  store: Store,
  tenant: string,
  policyID: number,
  hash: string,
  started: number,
): Promise<void> => {
  const head: HeadItem = {
    ...keys.head(tenant, policyHead(policyID)),
    kind: 'head',
    hash,
    compiled: started,
  };
  await store.put(head, any(absent('pk'), atMost('compiled', started)));
};

/** Without what only the plane needs: equal rules give equal contents. */
const onTheHost = ({ description: _description, ...rule }: FirewallRuleItem) => rule;
