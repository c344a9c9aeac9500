import { accept, type Outcome } from '../domain/outcome.ts';
import { effectiveOf } from '../domain/policy/effective.ts';
import type { Level } from '../domain/policy/level.ts';
import { type Handler, on } from '../http/api.ts';
import type { Hand } from '../http/caller.ts';
import type { LevelRoutes } from '../schema/routes/level.ts';
import { type RuleMember, withoutRule, withRules } from './assign.ts';
import type { LevelDeps } from './deps.ts';
import { chainOfLevel, type LevelOwner, type OwnedLevel } from './owner.ts';
import { recommendationView, type Scanned } from './recommendations.ts';
import { applicationTypesOf, loadRuleBook, type TenantRuleBook } from './rule-book.ts';

type Family = 'firewallAssignments' | 'ipsAssignments';

/** Rules assigned to a policy or computer: added, replaced as a set, taken off one by one. */
export const assignmentHandlers = (
  deps: LevelDeps,
  routes: LevelRoutes,
  owner: LevelOwner,
  param: string,
): readonly Handler[] => [
  ...handlersOf(deps, routes, owner, param, 'firewallAssignments', 'firewallRuleIDs', 'firewallRuleID'),
  ...handlersOf(deps, routes, owner, param, 'ipsAssignments', 'ipsRuleIDs', 'intrusionPreventionRuleID'),
];

const handlersOf = (
  { store, catalogue }: LevelDeps,
  routes: LevelRoutes,
  owner: LevelOwner,
  param: string,
  family: Family,
  member: RuleMember,
  ruleParam: string,
): readonly Handler[] => {
  const { list, add, set, remove } = routes[family];
  const scans = async (tenant: string, ID: number): Promise<Scanned | undefined> =>
    member === 'ipsRuleIDs' ? owner.scans(tenant, ID) : undefined;
  const change = async (
    hand: Hand,
    ID: number,
    ownOnly: boolean | undefined,
    decide: (level: OwnedLevel, book: TenantRuleBook) => Outcome<Level>,
  ) => {
    const book = await loadRuleBook(store, hand.caller.tenantID, catalogue);
    const saved = await owner.save(hand, ID, (level) => decide(level, book));
    return saved.ok
      ? accept(view(saved.value, member, ownOnly, book, await scans(hand.caller.tenantID, ID)))
      : saved;
  };
  return [
    on(list, async ({ caller, params, query }) => {
      const level = await owner.read(caller.tenantID, Number(params[param]));
      if (!level.ok) return level;
      const book = await loadRuleBook(store, caller.tenantID, catalogue);
      const scanned = await scans(caller.tenantID, Number(params[param]));
      return accept(view(level.value, member, query.overrides, book, scanned));
    }),
    on(add, ({ caller, params, query, body, now }) =>
      change({ caller, now }, Number(params[param]), query.overrides, (level, book) =>
        accept(withRules(level, member, [...level.own[member], ...body.ruleIDs], dependencies(book))),
      ),
    ),
    on(set, ({ caller, params, query, body, now }) =>
      change({ caller, now }, Number(params[param]), query.overrides, (level, book) =>
        accept(withRules(level, member, body.ruleIDs, dependencies(book))),
      ),
    ),
    on(remove, ({ caller, params, query, now }) =>
      change({ caller, now }, Number(params[param]), query.overrides, (level, book) =>
        withoutRule(level, member, Number(params[ruleParam]), dependencies(book)),
      ),
    ),
  ];
};

const dependencies =
  (book: TenantRuleBook) =>
  (id: number): readonly number[] =>
    book.ipsRule(id)?.dependsOnRuleIDs ?? [];

/** A client's model of firewall assignments knows no other member. */
const view = (
  level: OwnedLevel,
  member: RuleMember,
  ownOnly: boolean | undefined,
  book: TenantRuleBook,
  scanned: Scanned | undefined,
) => {
  const assignedRuleIDs = [...(ownOnly ? level.own[member] : effectiveOf(chainOfLevel(level))[member])];
  if (member === 'firewallRuleIDs') return { assignedRuleIDs };
  return {
    assignedRuleIDs,
    assignedApplicationTypeIDs: applicationTypesOf(assignedRuleIDs, book),
    ...(scanned
      ? recommendationView(scanned, chainOfLevel(level), book)
      : { recommendationScanStatus: 'none' as const }),
  };
};
