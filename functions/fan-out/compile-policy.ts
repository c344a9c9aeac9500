import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { compileConfig } from '../../shared/domain/policy/compile.ts';
import { chainOf, effectiveOf, withDescendants } from '../../shared/domain/policy/effective.ts';
import { type Blobs, contentName } from '../../shared/ports/blob.ts';
import { packConfig } from '../../shared/ports/content.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { policyHead } from '../../shared/table/entities/computer.ts';
import { type FirewallRuleItem, listFirewallRules } from '../../shared/table/entities/firewall-rule.ts';
import {
  type HeadItem,
  listHeads,
  listPolicies,
  type PolicyItem,
} from '../../shared/table/entities/policy.ts';
import { readEntitlement } from '../../shared/table/entities/subscription.ts';
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

/** A firewall rule changed: every policy that has it, itself or from above. */
export const compilePoliciesWith = (
  deps: CompileDeps,
  tenant: string,
  firewallRuleID: number,
): Promise<void> =>
  compileSome(deps, tenant, (all) =>
    all
      .filter((policy) => policy.firewallRuleIDs.includes(firewallRuleID))
      .flatMap((policy) => withDescendants(policy.ID, all)),
  );

type Choose = (all: readonly PolicyItem[]) => readonly PolicyItem[];

const ATTEMPTS = 10;

const compileSome = async (deps: CompileDeps, tenant: string, choose: Choose): Promise<void> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await compileOnce(deps, tenant, choose)) return;
  }
  throw new Error(`policies of ${tenant} change too often to be compiled`);
};

/**
 * Heads are read before what is compiled, and written only if they still are what was read: a compile that read
 * earlier never replaces one that read later, whatever clocks say. False: another one was quicker, all of it again.
 */
const compileOnce = async (deps: CompileDeps, tenant: string, choose: Choose): Promise<boolean> => {
  const heads = new Map((await listHeads(deps.store, tenant)).map((head) => [head.sk, head]));
  const [all, rules, entitled] = await Promise.all([
    listPolicies(deps.store, tenant),
    listFirewallRules(deps.store, tenant),
    readEntitlement(deps.store, tenant),
  ]);
  const byID = new Map(all.map((policy) => [policy.ID, policy]));
  const firewall = new Map(rules.map((rule) => [rule.ID, onTheHost(rule)]));
  const book = {
    firewallRule: (id: number) => firewall.get(id),
    ipsRule: starterCatalogue.rule,
    applicationType: starterCatalogue.applicationType,
  };
  for (const policy of new Set(choose(all))) {
    const { hash, bytes } = packConfig(compileConfig(effectiveOf(chainOf(policy, byID)), book, entitled));
    await deps.blobs.put(contentName(tenant, hash), bytes);
    const key = keys.head(tenant, policyHead(policy.ID));
    const before = heads.get(key.sk);
    if (before?.hash === hash) continue;
    const revision = (before?.revision ?? 0) + 1;
    const head: HeadItem = { ...key, kind: 'head', hash, compiled: deps.now(), revision };
    const unchanged = before ? equals('revision', before.revision) : absent('pk');
    if (!(await deps.store.put(head, unchanged)).ok) return false;
  }
  return true;
};

/** Without what only the plane needs: equal rules give equal contents. */
const onTheHost = ({
  pk: _pk,
  sk: _sk,
  kind: _kind,
  tenant: _tenant,
  revision: _revision,
  description: _description,
  ...rule
}: FirewallRuleItem) => rule;
