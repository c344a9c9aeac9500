import type { ApplicationType, CatalogueRule } from '../domain/ips/catalogue/rule.ts';
import { firewallRule } from '../schema/api/policy/firewall-rule.ts';
import { FIRST_TENANT_RULE_ID, type FirewallRuleItem } from '../table/entities/policy/firewall-rule.ts';

type Members = Readonly<Record<string, unknown>>;

/** Rules and application types as the API shows them; how a rule of the catalogue detects stays out of the answer. */
export const firewallRuleView = (item: FirewallRuleItem) => firewallRule.parse(item);

/** `members`: what the tenant wrote of the rule. Own rules are never recommended, and say so unless it says otherwise. */
export const ipsRuleView = (rule: CatalogueRule, members: Members = {}) => ({
  ...catalogueRuleView(rule),
  ...(rule.ID >= FIRST_TENANT_RULE_ID && { recommendationsMode: 'disabled' as const }),
  ...members,
  ID: rule.ID,
  canBeAssignedAlone: (rule.dependsOnRuleIDs ?? []).length === 0,
});

/** A rule of the catalogue as it is before a tenant sets anything of it. */
export const catalogueRuleView = (rule: CatalogueRule) => ({
  ID: rule.ID,
  name: rule.name,
  description: rule.description,
  applicationTypeID: rule.applicationTypeID,
  priority: rule.priority,
  severity: rule.severity,
  detectOnly: rule.detectOnly || rule.startsInDetect === true,
  eventLoggingDisabled: false,
  generateEventOnPacketDrop: true,
  alwaysIncludePacketData: false,
  debugModeEnabled: false,
  alertEnabled: false,
  recommendationsMode: 'enabled' as const,
  type: rule.type,
  ...(rule.identifier !== '' && { identifier: rule.identifier }),
  originalIssue: rule.originalIssue,
  lastUpdated: rule.lastUpdated,
  ...(rule.CVSSScore !== '' && { CVSSScore: rule.CVSSScore }),
  ...(rule.dependsOnRuleIDs && { dependsOnRuleIDs: [...rule.dependsOnRuleIDs] }),
  ...(rule.CVE.length > 0 && { CVE: [...rule.CVE] }),
});

/** Nothing tells where an own type is on a host, so it is never recommended. Ports show what the port type means. */
export const applicationTypeView = (type: ApplicationType, members: Members = {}) => {
  const { portMultiple, portListID, ...rest } = { ...catalogueTypeView(type), ...members };
  return {
    ...rest,
    ID: type.ID,
    ...(rest.portType === 'multiple' && { portMultiple }),
    ...(rest.portType === 'port-list' && { portListID }),
    recommendationsMode: type.ID < FIRST_TENANT_RULE_ID ? ('enabled' as const) : rest.recommendationsMode,
  };
};

export const catalogueTypeView = (type: ApplicationType): TypeView => ({
  ID: type.ID,
  name: type.name,
  description: type.description,
  direction: type.direction,
  protocol: type.protocol,
  portType: type.ports.length > 0 ? 'multiple' : 'any',
  ...(type.ports.length > 0 && { portMultiple: [...type.ports] }),
  recommendationsMode: recommendable(type.ID),
});

interface TypeView extends Pick<ApplicationType, 'ID' | 'name' | 'description' | 'direction' | 'protocol'> {
  readonly portType: 'any' | 'multiple' | 'port-list';
  readonly portMultiple?: string[];
  readonly portListID?: number;
  readonly recommendationsMode: 'enabled' | 'disabled';
}

const recommendable = (typeID: number) =>
  typeID < FIRST_TENANT_RULE_ID ? ('enabled' as const) : ('disabled' as const);
