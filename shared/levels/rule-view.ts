import type * as z from 'zod';
import type { ApplicationType, CatalogueRule } from '../domain/ips/catalogue/rule.ts';
import type { applicationTypes } from '../schema/api/application-type.ts';
import { intrusionPreventionRules } from '../schema/api/intrusion-prevention-rule.ts';
import { FIRST_TENANT_RULE_ID } from '../table/entities/firewall-rule.ts';
import { listObjects } from '../table/entities/object.ts';
import type { Store } from '../table/store.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a tenant wrote of its own rules, or set of global ones, by the rule's id. */
export const loadRuleMembers = async (store: Store, tenant: string): Promise<ReadonlyMap<number, Members>> =>
  new Map(
    (await listObjects(store, tenant, 'intrusionpreventionrules')).map(({ ID, members }) => [ID, members]),
  );

/** A rule as the API shows it; how a global one detects stays out of the answer. */
export const ipsRuleView = (
  rule: CatalogueRule,
  members: Members | undefined,
): z.output<typeof intrusionPreventionRules.read> => {
  const set = intrusionPreventionRules.read.partial().parse(members ?? {});
  return {
    name: rule.name,
    description: rule.description,
    applicationTypeID: rule.applicationTypeID,
    priority: rule.priority,
    severity: rule.severity,
    eventLoggingDisabled: false,
    generateEventOnPacketDrop: true,
    alwaysIncludePacketData: false,
    debugModeEnabled: false,
    alertEnabled: false,
    originalIssue: rule.originalIssue,
    lastUpdated: rule.lastUpdated,
    recommendationsMode: rule.type === 'custom' ? 'disabled' : 'enabled',
    ...(rule.identifier && { identifier: rule.identifier }),
    ...(rule.CVSSScore && { CVSSScore: rule.CVSSScore }),
    ...(rule.CVE.length > 0 && { CVE: [...rule.CVE] }),
    ...(rule.dependsOnRuleIDs && { dependsOnRuleIDs: [...rule.dependsOnRuleIDs] }),
    ...set,
    ID: rule.ID,
    type: rule.type,
    detectOnly: rule.detectOnly,
    canBeAssignedAlone: (rule.dependsOnRuleIDs ?? []).length === 0,
  };
};

export const applicationTypeView = (type: ApplicationType): z.output<typeof applicationTypes.read> => ({
  ID: type.ID,
  name: type.name,
  description: type.description,
  direction: type.direction,
  protocol: type.protocol,
  portType: type.ports.length > 0 ? 'multiple' : 'any',
  ...(type.ports.length > 0 && { portMultiple: [...type.ports] }),
  // Nothing tells where an own type is on a host.
  recommendationsMode: type.ID < FIRST_TENANT_RULE_ID ? 'enabled' : 'disabled',
});
