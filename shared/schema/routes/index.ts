import { accessRoutes } from './access.ts';
import { activationRoutes } from './activation.ts';
import { advisoryRoutes } from './advisories.ts';
import { agentLinkRoutes } from './agent-link.ts';
import { alertTypeRoutes } from './alert-types.ts';
import { alertRoutes } from './alerts.ts';
import { apiTenantRoutes } from './api-tenants.ts';
import { apiUsageRoutes } from './api-usage.ts';
import { benignExchangeRoutes } from './benign-exchanges.ts';
import { linesOfCollections } from './collections.ts';
import { computerLevelRoutes, computerRoutes } from './computers.ts';
import { documentRoutes } from './documents.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './exports.ts';
import { feeRoutes } from './fees.ts';
import { inventoryRoutes } from './inventory.ts';
import { levelLines } from './level.ts';
import { notificationRoutes } from './notifications.ts';
import { operatorRoutes } from './operator.ts';
import { orderRoutes } from './orders.ts';
import { defaultPolicyRoutes, interfaceTypeRoutes, policyLevelRoutes, policyRoutes } from './policy.ts';
import { reportRoutes } from './reports.ts';
import type { Route } from './route.ts';
import { ruleKillRoutes } from './rule-kills.ts';
import { ruleUpdateRoutes } from './rule-updates.ts';
import { scanRoutes } from './scans.ts';
import { serviceRoutes } from './service.ts';
import { settingsRoutes } from './settings.ts';
import { systemSettingRoutes } from './system-settings.ts';
import { taskRunRoutes } from './task-runs.ts';
import { tenantRuleUpdateRoutes } from './tenant-rule-updates.ts';

/** The whole route table, by function. Order does not matter: no two lines may match the same request. */
export const routes: readonly Route[] = [
  ...Object.values(operatorRoutes),
  ...Object.values(advisoryRoutes),
  ...Object.values(ruleUpdateRoutes),
  ...Object.values(ruleKillRoutes),
  ...Object.values(benignExchangeRoutes),
  ...Object.values(orderRoutes),
  ...Object.values(feeRoutes),
  ...Object.values(serviceRoutes),
  ...Object.values(accessRoutes),
  ...Object.values(apiUsageRoutes),
  ...Object.values(activationRoutes),
  ...Object.values(agentLinkRoutes),
  ...Object.values(policyRoutes),
  ...Object.values(defaultPolicyRoutes),
  ...Object.values(interfaceTypeRoutes),
  ...levelLines(policyLevelRoutes),
  ...Object.values(computerRoutes),
  ...levelLines(computerLevelRoutes),
  ...Object.values(inventoryRoutes),
  ...Object.values(scanRoutes),
  ...Object.values(tenantRuleUpdateRoutes),
  ...Object.values(eventRoutes),
  ...Object.values(alertRoutes),
  ...Object.values(alertTypeRoutes),
  ...Object.values(notificationRoutes),
  ...Object.values(settingsRoutes),
  ...Object.values(systemSettingRoutes),
  ...Object.values(documentRoutes),
  ...Object.values(apiTenantRoutes),
  ...Object.values(taskRunRoutes),
  ...Object.values(reportRoutes),
  ...Object.values(exportRoutes),
  ...linesOfCollections,
];
