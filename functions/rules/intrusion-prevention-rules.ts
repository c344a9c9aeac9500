import { catalogueFor } from '../../shared/domain/ips/catalogue/index.ts';
import type { CatalogueRule } from '../../shared/domain/ips/catalogue/rule.ts';
import { checkCustomRule } from '../../shared/domain/ips/custom-rule/check.ts';
import { accept, refuse } from '../../shared/domain/outcome.ts';
import type { Handler } from '../../shared/http/api.ts';
import { collectionHandlers } from '../../shared/http/collection/handlers.ts';
import type { Change } from '../../shared/http/collection/options.ts';
import { catalogueRuleView } from '../../shared/levels/rule-view.ts';
import type { Stored } from '../../shared/schema/api/collection.ts';
import { intrusionPreventionRules } from '../../shared/schema/api/policy/intrusion-prevention-rule.ts';
import { FIRST_TENANT_RULE_ID } from '../../shared/table/entities/policy/firewall-rule.ts';
import { readTenantCatalogue } from '../../shared/table/entities/rules/tenant-catalogue.ts';
import { assignedTo } from './assigned-to.ts';
import type { RuleDeps } from './index.ts';
import { checkReferences } from './references.ts';
import { sameFor } from './same-for.ts';

type Rule = Stored<typeof intrusionPreventionRules>;
type Dated = Rule & { readonly originalIssue?: number; readonly lastUpdated?: number | undefined };

const views = sameFor((rules: readonly CatalogueRule[]) => rules.map(catalogueRuleView));

/** Rules of the catalogue, of which a tenant may set how they act, and the tenant's own rules. */
export const intrusionPreventionRuleHandlers = (deps: RuleDeps): readonly Handler[] =>
  collectionHandlers(deps, intrusionPreventionRules, {
    builtin: async (tenant) => views((await catalogueFor(deps.catalogue, tenant)).rules),
    settable: [
      'detectOnly',
      'eventLoggingDisabled',
      'generateEventOnPacketDrop',
      'alwaysIncludePacketData',
      'debugModeEnabled',
      'alertEnabled',
      'scheduleID',
      'contextID',
      'recommendationsMode',
    ],
    firstID: FIRST_TENANT_RULE_ID,
    events: { title: 'Intrusion Prevention Rule', created: 470, deleted: 471, updated: 472 },
    check: (rule, change) => checkRule(deps, rule, change),
    users: async (tenant, { ID }) => {
      const [assigned, catalogue] = await Promise.all([
        assignedTo(deps.store, tenant, 'ipsRuleIDs', ID),
        readTenantCatalogue(deps.store, tenant, deps.catalogue),
      ]);
      return [
        ...assigned,
        ...catalogue.rules
          .filter(({ dependsOnRuleIDs }) => dependsOnRuleIDs?.includes(ID))
          .map(({ name }) => `intrusion prevention rule "${name}"`),
      ];
    },
    view,
  });

const checkRule = async (deps: RuleDeps, rule: Rule, change: Change<typeof intrusionPreventionRules>) => {
  const { caller, before, given, now, store } = change;
  if (rule.detectOnly && rule.eventLoggingDisabled) {
    return refuse(
      'invalid',
      'eventLoggingDisabled: a rule that only detects must log its events.',
      'silent-detection',
    );
  }
  const vendor = (await catalogueFor(deps.catalogue, caller.tenantID)).rule(rule.ID);
  if (vendor?.detectOnly && given.detectOnly === false) {
    return refuse('invalid', 'detectOnly: this rule only ever detects.', 'detect-only');
  }
  const mode = given.recommendationsMode;
  if (vendor && mode !== undefined && mode !== 'enabled' && mode !== 'ignored') {
    return refuse('invalid', 'recommendationsMode: may be set to enabled or ignored only.', 'read-only');
  }
  const referred = await checkReferences(store, caller.tenantID, rule, before);
  if (!referred.ok || vendor) return referred;
  const catalogue = await readTenantCatalogue(store, caller.tenantID, deps.catalogue);
  const checked = checkCustomRule(rule, catalogue);
  if (!checked.ok) return checked;
  // `disabled` is what an own rule shows by itself; posting it back stores nothing.
  const { recommendationsMode, ...rest } = rule;
  const own: Rule = recommendationsMode === 'disabled' ? rest : rule;
  const { originalIssue = now } = (before ?? {}) as Dated;
  const dated: Dated = {
    ...own,
    action: rule.template === 'custom' ? undefined : (rule.action ?? 'drop'),
    caseSensitive: rule.template === 'custom' ? undefined : (rule.caseSensitive ?? false),
    condition: rule.template === 'start-end-patterns' ? (rule.condition ?? 'all') : undefined,
    originalIssue,
    lastUpdated: before && sameRule(before, own) ? (before as Dated).lastUpdated : now,
  };
  return accept(dated);
};

/** Posting back what was read is no update. */
const sameRule = (before: Rule, after: Rule): boolean =>
  Object.entries(after).every(
    ([member, value]) => JSON.stringify(value) === JSON.stringify(before[member as keyof Rule]),
  );

/** Own rules are never recommended, since nothing tells which hosts need them; what clients set is kept and answered. */
const view = (rule: Rule): Readonly<Record<string, unknown>> => ({
  ...(rule.ID >= FIRST_TENANT_RULE_ID && { type: 'custom' }),
  ...(rule.ID >= FIRST_TENANT_RULE_ID && { recommendationsMode: 'disabled' }),
  ...rule,
  canBeAssignedAlone: (rule.dependsOnRuleIDs ?? []).length === 0,
});
