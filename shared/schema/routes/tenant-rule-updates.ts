import * as z from 'zod';
import { pathID } from '../api/common.ts';
import { tenantRulesApplied, tenantRuleUpdates, updateRequested } from '../api/rules/tenant-rule-update.ts';
import { route } from './route.ts';

/** What a version holds is for every policy. */
const edit = {
  who: 'tenant',
  right: 'intrusionPreventionRights.intrusionPreventionRuleRights.canEditIntrusionPreventionRuleProperties',
  whole: 'policies',
} as const;

/** A tenant's own versions of the rules (IPS-7). */
export const tenantRuleUpdateRoutes = {
  list: route({
    id: 'listRuleUpdates',
    method: 'GET',
    path: '/api/ruleupdates',
    function: 'scans',
    allow: { who: 'tenant' },
    summary: 'List versions of the rules that are open to the tenant, and which is applied',
    reply: tenantRuleUpdates,
  }),
  apply: route({
    id: 'applyRuleUpdate',
    method: 'POST',
    path: '/api/ruleupdates/{version}/apply',
    function: 'scans',
    allow: edit,
    summary: 'Apply a version of the rules; the applied one: once more',
    params: z.object({ version: pathID }),
    reply: tenantRulesApplied,
  }),
  check: route({
    id: 'requestSecurityUpdate',
    method: 'POST',
    path: '/api/ruleupdates/computers/{computerID}/check',
    function: 'scans',
    allow: { who: 'tenant', right: 'platformRights.computerRights.canEditComputerProperties' },
    summary: 'Ask a computer to check for updates of its rules; its agent does it at its next beat',
    params: z.object({ computerID: pathID }),
    reply: updateRequested,
  }),
  rollback: route({
    id: 'rollbackRuleUpdate',
    method: 'POST',
    path: '/api/ruleupdates/rollback',
    function: 'scans',
    allow: edit,
    summary: 'Go back to the version of the rules before the applied one',
    reply: tenantRulesApplied,
  }),
} as const;
