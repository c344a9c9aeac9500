import { checkFirewallRule, checkTypesNamed } from '../../shared/domain/firewall/check.ts';
import { accept, missing, type Refusal, refuse } from '../../shared/domain/outcome.ts';
import { MOST_FIREWALL_RULES } from '../../shared/domain/policy/limits.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { firewallRule } from '../../shared/schema/api/rule.ts';
import { ruleRoutes } from '../../shared/schema/routes/rules.ts';
import { absent, equals, exists } from '../../shared/table/condition.ts';
import { configurationRecords } from '../../shared/table/entities/configuration-records.ts';
import {
  FIRST_TENANT_RULE_ID,
  type FirewallRuleItem,
  listFirewallRules,
  readFirewallRule,
} from '../../shared/table/entities/firewall-rule.ts';
import { listPolicies } from '../../shared/table/entities/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { RuleDeps } from './index.ts';

export const firewallRuleHandlers = ({ store }: RuleDeps): readonly Handler[] => [
  on(ruleRoutes.listFirewallRules, async ({ caller }) =>
    accept({ firewallRules: (await listFirewallRules(store, caller.tenantID)).map(view) }),
  ),

  on(ruleRoutes.createFirewallRule, async ({ caller, body, now }) => {
    const named = checkTypesNamed(body);
    if (!named.ok) return named;
    const rule = { ...anyTypes, ...body };
    const checked = checkFirewallRule(rule);
    if (!checked.ok) return checked;
    const rules = await listFirewallRules(store, caller.tenantID);
    if (rules.length >= MOST_FIREWALL_RULES) return tooMany;
    const taken = nameTaken(rules, body.name);
    if (taken) return taken;
    const ID = await store.nextID(keys.counter(caller.tenantID, 'rule'), FIRST_TENANT_RULE_ID);
    const item: FirewallRuleItem = {
      ...rule,
      ...keys.firewallRule(caller.tenantID, ID),
      kind: 'firewall-rule',
      tenant: caller.tenantID,
      revision: 1,
      ID,
    };
    const written = await store.transact([
      { put: item, if: absent('pk') },
      ...configurationRecords(caller.tenantID, {
        what: 'firewallrule-created',
        target: item,
        at: now,
        by: caller.by,
        detail: valuesOf(item),
      }),
    ]);
    if (!written.ok) throw new Error('a fresh firewall rule is taken');
    return accept(view(item));
  }),

  on(ruleRoutes.describeFirewallRule, async ({ caller, params }) => {
    const item = await readFirewallRule(store, caller.tenantID, params.firewallRuleID);
    return item ? accept(view(item)) : missing('firewall rule');
  }),

  on(ruleRoutes.modifyFirewallRule, async ({ caller, params, body, now }) => {
    const item = await readFirewallRule(store, caller.tenantID, params.firewallRuleID);
    if (!item) return missing('firewall rule');
    const named = checkTypesNamed(body, item);
    if (!named.ok) return named;
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const changed: FirewallRuleItem = { ...item, ...given, revision: item.revision + 1 };
    const checked = checkFirewallRule(changed);
    if (!checked.ok) return checked;
    const taken =
      changed.name === item.name
        ? undefined
        : nameTaken(await listFirewallRules(store, caller.tenantID), changed.name, item.ID);
    if (taken) return taken;
    const written = await store.transact([
      { put: changed, if: equals('revision', item.revision) },
      ...configurationRecords(caller.tenantID, {
        what: 'firewallrule-updated',
        target: changed,
        at: now,
        by: caller.by,
        detail: `${valuesOf(item)} became ${valuesOf(changed)}`,
      }),
    ]);
    return written.ok
      ? accept(view(changed))
      : refuse('conflict', 'The firewall rule is being changed by others. Try again.', 'busy');
  }),

  on(ruleRoutes.deleteFirewallRule, async ({ caller, params, now }) => {
    const item = await readFirewallRule(store, caller.tenantID, params.firewallRuleID);
    if (!item) return missing('firewall rule');
    const user = (await listPolicies(store, caller.tenantID)).find((policy) =>
      policy.firewallRuleIDs.includes(item.ID),
    );
    if (user) {
      return refuse(
        'invalid',
        `The firewall rule is in use: it is assigned to policy "${user.name}".`,
        'in-use',
      );
    }
    const removed = await store.transact([
      { remove: keys.firewallRule(caller.tenantID, item.ID), if: exists('pk') },
      ...configurationRecords(caller.tenantID, {
        what: 'firewallrule-deleted',
        target: item,
        at: now,
        by: caller.by,
        detail: valuesOf(item),
      }),
    ]);
    return removed.ok ? accept(undefined) : missing('firewall rule');
  }),
];

const tooMany = refuse(
  'conflict',
  `A tenant keeps at most ${MOST_FIREWALL_RULES} firewall rules. Delete one first.`,
  'too-many',
);

const anyTypes = {
  sourceIPType: 'any',
  sourcePortType: 'any',
  destinationIPType: 'any',
  destinationPortType: 'any',
} as const;

/** Rule names are unique within a tenant, in any case, as a manager keeps them. */
const nameTaken = (
  rules: readonly FirewallRuleItem[],
  name: string,
  except?: number,
): Refusal | undefined => {
  const twin = rules.find((rule) => rule.ID !== except && rule.name.toLowerCase() === name.toLowerCase());
  return (
    twin && refuse('invalid', `name: a firewall rule named "${twin.name}" exists already.`, 'name-taken')
  );
};

const MOST_SAID = 400;

/** What a rule says, for the trail: all that matters of it, and bounded. */
const valuesOf = (item: FirewallRuleItem): string => {
  const { ID: _, name: _name, description: _description, ...values } = view(item);
  return JSON.stringify(values).slice(0, MOST_SAID);
};

const view = (item: FirewallRuleItem) => firewallRule.parse(item);
