import type { ApplicationType, CatalogueRule } from '../../shared/domain/ips/catalogue/rule.ts';
import { accept, missing } from '../../shared/domain/outcome.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { ruleRoutes } from '../../shared/schema/routes/rules.ts';
import type { RuleDeps } from './index.ts';

/** Vendor rules are read-only here; how they detect stays out of the answer. */
export const catalogueHandlers = ({ catalogue }: RuleDeps): readonly Handler[] => [
  on(ruleRoutes.listIntrusionPreventionRules, async () =>
    accept({ intrusionPreventionRules: catalogue.rules.map(ruleView) }),
  ),
  on(ruleRoutes.describeIntrusionPreventionRule, async ({ params }) => {
    const rule = catalogue.rule(params.intrusionPreventionRuleID);
    return rule ? accept(ruleView(rule)) : missing('intrusion prevention rule');
  }),
  on(ruleRoutes.listApplicationTypes, async () =>
    accept({ applicationTypes: catalogue.applicationTypes.map(applicationTypeView) }),
  ),
  on(ruleRoutes.describeApplicationType, async ({ params }) => {
    const type = catalogue.applicationType(params.applicationTypeID);
    return type ? accept(applicationTypeView(type)) : missing('application type');
  }),
];

const ruleView = (rule: CatalogueRule) => ({
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

const applicationTypeView = (type: ApplicationType) => ({
  ID: type.ID,
  name: type.name,
  description: type.description,
  direction: type.direction,
  protocol: type.protocol,
  portType: type.ports.length > 0 ? ('multiple' as const) : ('any' as const),
  ...(type.ports.length > 0 && { portMultiple: [...type.ports] }),
});
