import {
  type Catalogue,
  catalogueFor,
  type GlobalCatalogue,
  starterCatalogue,
} from '../../shared/domain/ips/catalogue/index.ts';
import { textsOf } from '../../shared/domain/ips/custom-rule/texts.ts';
import { compileConfig, type RuleBook, usesList } from '../../shared/domain/policy/compile.ts';
import { compileFailure } from '../../shared/domain/policy/compile-failure.ts';
import { type EffectivePolicy, effectiveOf, withDescendants } from '../../shared/domain/policy/effective.ts';
import type { HostConfig } from '../../shared/domain/policy/host-config.ts';
import type { Level } from '../../shared/domain/policy/level.ts';
import { type CompileBook, loadCompileBook } from '../../shared/levels/rule-book.ts';
import { loadTree, type PolicyTree } from '../../shared/levels/tree.ts';
import { type Blobs, contentName } from '../../shared/ports/blob.ts';
import { packConfig } from '../../shared/ports/content.ts';
import { computerHead, policyHead } from '../../shared/table/entities/computer/computer.ts';
import {
  type ComputerOverridesItem,
  listComputerOverrides,
} from '../../shared/table/entities/computer/computer-overrides.ts';
import { readEntitlement } from '../../shared/table/entities/order/subscription.ts';
import type { FirewallRuleItem } from '../../shared/table/entities/policy/firewall-rule.ts';
import { listHeads } from '../../shared/table/entities/policy/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';
import { type Compiled, forgetFailure, type HeadOwner, writeHead } from './write-head.ts';

export interface CompileDeps {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly now: () => number;
  /** Absent: our own rules alone. */
  readonly catalogue?: GlobalCatalogue;
}

/** A content to compile: a policy's, or that of a computer which sets something by itself. */
interface Subject extends HeadOwner {
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
  const catalogue = await catalogueFor(deps.catalogue ?? starterCatalogue, tenant);
  const [tree, computers, rules, entitled] = await Promise.all([
    loadTree(deps.store, tenant),
    listComputerOverrides(deps.store, tenant),
    loadCompileBook(deps.store, tenant, catalogue, textsOf),
    readEntitlement(deps.store, tenant),
  ]);
  const writing = { store: deps.store, tenant, now: deps.now() };
  const all = subjects(tree, computers);
  const chosen = all.filter((subject) => choose(subject, tree, rules));
  const book = {
    ...(await withTexts(catalogue, rules, chosen)),
    firewallRule: (id: number) => onTheHost(rules.firewallRule(id)),
  };
  for (const subject of chosen) {
    const compiled = await contentOf(deps, tenant, compileConfig(subject.effective, book, entitled), book);
    const before = heads.get(keys.head(tenant, subject.head).sk);
    if (!(await writeHead(writing, subject, before, compiled))) return false;
  }
  const known = new Set(all.map(({ head }) => keys.head(tenant, head).sk));
  for (const head of heads.values()) {
    if (head.failed !== undefined && !known.has(head.sk)) await forgetFailure(writing, head);
  }
  return true;
};

/** Puts the signatures of the rules that are assigned into the book; those of all rules would not fit into memory. */
const withTexts = async (
  catalogue: Catalogue,
  book: CompileBook,
  chosen: readonly Subject[],
): Promise<CompileBook> => {
  const texts = await catalogue.signatures?.(chosen.flatMap(({ effective }) => effective.ipsRuleIDs));
  if (!texts) return book;
  return {
    ...book,
    ipsRule: (ID) => {
      const rule = book.ipsRule(ID);
      const signatures = texts.get(ID);
      return rule && signatures ? { ...rule, signatures } : rule;
    },
  };
};

/** Stores what hosts can take; what they cannot take is not stored anywhere. */
const contentOf = async (
  { blobs }: CompileDeps,
  tenant: string,
  config: HostConfig,
  book: RuleBook,
): Promise<Compiled> => {
  const failed = compileFailure(config, book);
  if (failed !== undefined) return { failed };
  const { hash, bytes, unpacked } = packConfig(config);
  await blobs.put(contentName(tenant, hash), bytes);
  return { hash, unpacked };
};

const subjects = (tree: PolicyTree, computers: readonly ComputerOverridesItem[]): readonly Subject[] => {
  const subject = (owner: HeadOwner, chain: readonly Level[], policyID: number): Subject => ({
    ...owner,
    effective: effectiveOf(chain),
    policyID,
  });
  return [
    ...tree.policies.map((policy) =>
      subject({ head: policyHead(policy.ID), policy }, tree.chain(policy.ID), policy.ID),
    ),
    ...computers.map((own) =>
      subject(
        { head: computerHead(own.ID), computerID: own.ID },
        [own, ...tree.chain(own.policyID)],
        own.policyID,
      ),
    ),
  ];
};

/** Without what only the plane needs: equal rules give equal contents. */
const onTheHost = (item: FirewallRuleItem | undefined) => {
  if (!item) return undefined;
  const { description: _description, ...rule } = item;
  return rule;
};
