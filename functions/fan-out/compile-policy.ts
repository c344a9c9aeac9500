import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { compileConfig, usesList } from '../../shared/domain/policy/compile.ts';
import { type EffectivePolicy, effectiveOf, withDescendants } from '../../shared/domain/policy/effective.ts';
import type { Level } from '../../shared/domain/policy/level.ts';
import { type CompileBook, loadCompileBook } from '../../shared/levels/rule-book.ts';
import { loadTree, type PolicyTree } from '../../shared/levels/tree.ts';
import { type Blobs, contentName } from '../../shared/ports/blob.ts';
import { packConfig } from '../../shared/ports/content.ts';
import { absent, any, atMost } from '../../shared/table/condition.ts';
import { computerHead, policyHead } from '../../shared/table/entities/computer.ts';
import {
  type ComputerOverridesItem,
  listComputerOverrides,
} from '../../shared/table/entities/computer-overrides.ts';
import type { FirewallRuleItem } from '../../shared/table/entities/firewall-rule.ts';
import type { HeadItem } from '../../shared/table/entities/policy.ts';
import { readEntitlement } from '../../shared/table/entities/subscription.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

export interface CompileDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly now: () => number;
}

/** A content to compile: a policy's, or that of a computer which sets something by itself. */
interface Subject {
  readonly head: string;
  readonly effective: EffectivePolicy;
  /** The policy itself or the one above the computer, 0 for none. */
  readonly policyID: number;
}

type Choose = (subject: Subject, tree: PolicyTree, book: CompileBook) => boolean;

/**
 * Compiles a policy that changed and everything below it. The writes are one per policy and per computer with
 * overrides of its own, whatever the number of computers: a host learns of new content by the head that it follows.
 */
export const compilePolicy = (deps: CompileDeps, tenant: string, policyID: number): Promise<void> => {
  let below: ReadonlySet<number> | undefined;
  return compileSome(deps, tenant, (subject, tree) => {
    below ??= new Set(withDescendants(policyID, tree.policies).map(({ ID }) => ID));
    return below.has(subject.policyID);
  });
};

/** The default policy is above all. */
export const compileAll = (deps: CompileDeps, tenant: string): Promise<void> =>
  compileSome(deps, tenant, () => true);

/** A computer's own overrides changed. */
export const compileComputer = (deps: CompileDeps, tenant: string, computerID: number): Promise<void> =>
  compileSome(deps, tenant, ({ head }) => head === computerHead(computerID));

/** A rule changed: everything that has it, itself or from above. */
export const compileAllWith = (
  deps: CompileDeps,
  tenant: string,
  member: 'firewallRuleIDs' | 'ipsRuleIDs',
  ruleID: number,
): Promise<void> => compileSome(deps, tenant, ({ effective }) => effective[member].includes(ruleID));

/** An application type changed: everything with a rule of it. */
export const compileAllOfType = (deps: CompileDeps, tenant: string, typeID: number): Promise<void> =>
  compileSome(deps, tenant, ({ effective }, _tree, book) =>
    effective.ipsRuleIDs.some((ruleID) => book.ipsRule(ruleID)?.applicationTypeID === typeID),
  );

/** An IP list changed: everything with a rule that names it. */
export const compileAllNaming = (
  deps: CompileDeps,
  tenant: string,
  kind: 'IPList',
  listID: number,
): Promise<void> =>
  compileSome(deps, tenant, ({ effective }, _tree, book) => usesList(effective, book, kind, listID));

const compileSome = async (deps: CompileDeps, tenant: string, choose: Choose): Promise<void> => {
  const started = deps.now();
  const [tree, computers, rules, entitled] = await Promise.all([
    loadTree(deps.store, tenant),
    listComputerOverrides(deps.store, tenant),
    loadCompileBook(deps.store, tenant, starterCatalogue),
    readEntitlement(deps.store, tenant),
  ]);
  const book = { ...rules, firewallRule: (id: number) => onTheHost(rules.firewallRule(id)) };
  for (const subject of subjects(tree, computers)) {
    if (!choose(subject, tree, rules)) continue;
    const { hash, bytes } = packConfig(compileConfig(subject.effective, book, entitled));
    await deps.blobs.put(contentName(tenant, hash), bytes);
    await point(deps.store, tenant, subject.head, hash, started);
  }
};

const subjects = (tree: PolicyTree, computers: readonly ComputerOverridesItem[]): readonly Subject[] => {
  const subject = (head: string, chain: readonly Level[], policyID: number): Subject => ({
    head,
    effective: effectiveOf(chain),
    policyID,
  });
  return [
    ...tree.policies.map(({ ID }) => subject(policyHead(ID), tree.chain(ID), ID)),
    ...computers.map((own) =>
      subject(computerHead(own.ID), [own, ...tree.chain(own.policyID)], own.policyID),
    ),
  ];
};

/** A compile that read earlier never replaces one that read later. */
const point = async (
  store: Store,
  tenant: string,
  subject: string,
  hash: string,
  started: number,
): Promise<void> => {
  const head: HeadItem = { ...keys.head(tenant, subject), kind: 'head', hash, compiled: started };
  await store.put(head, any(absent('pk'), atMost('compiled', started)));
};

/** Without what only the plane needs: equal rules give equal contents. */
const onTheHost = (item: FirewallRuleItem | undefined) => {
  if (!item) return undefined;
  const { description: _description, ...rule } = item;
  return rule;
};
