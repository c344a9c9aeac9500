import type { ApplicationType, CatalogueRule } from '../domain/ips/catalogue/rule.ts';
import { firewallRule } from '../schema/api/rule.ts';
import type { FirewallRuleItem } from '../table/entities/firewall-rule.ts';

/** Rules and application types as the API shows them; how a rule detects stays out of the answer. */
export const firewallRuleView = (item: FirewallRuleItem) => firewallRule.parse(item);

export const ipsRuleView = (rule: CatalogueRule) => ({
  ID: rule.ID,
  name: rule.name,
  description: rule.description,
  identifier: rule.identifier,
  applicationTypeID: rule.applicationTypeID,
  priority: rule.priority,
  severity: rule.severity,
  type: rule.type,
  detectOnly: rule.detectOnly,
  originalIssue: rule.originalIssue,
  lastUpdated: rule.lastUpdated,
  CVSSScore: rule.CVSSScore,
  ...(rule.CVE.length > 0 && { CVE: [...rule.CVE] }),
});

export const applicationTypeView = (type: ApplicationType) => ({
  ID: type.ID,
  name: type.name,
  description: type.description,
  direction: type.direction,
  protocol: type.protocol,
  portType: type.ports.length > 0 ? ('multiple' as const) : ('any' as const),
  ...(type.ports.length > 0 && { portMultiple: [...type.ports] }),
});
