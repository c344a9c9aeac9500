import * as z from 'zod';
import { pathID } from '../api/common.ts';
import {
  applicationType,
  applicationTypes,
  firewallRule,
  firewallRuleBody,
  firewallRuleChange,
  firewallRules,
  intrusionPreventionRule,
  intrusionPreventionRules,
} from '../api/rule.ts';
import { route } from './route.ts';

const view = { who: 'tenant', right: 'platformRights.policyRights.canViewOtherPolicies' } as const;
const params = z.object({ firewallRuleID: pathID });
const fn = 'rules' as const;

export const ruleRoutes = {
  listIntrusionPreventionRules: route({
    id: 'listIntrusionPreventionRules',
    method: 'GET',
    path: '/api/intrusionpreventionrules',
    function: fn,
    allow: view,
    summary: 'List the intrusion prevention rules',
    reply: intrusionPreventionRules,
  }),
  describeIntrusionPreventionRule: route({
    id: 'describeIntrusionPreventionRule',
    method: 'GET',
    path: '/api/intrusionpreventionrules/{intrusionPreventionRuleID}',
    function: fn,
    allow: view,
    summary: 'Describe an intrusion prevention rule',
    params: z.object({ intrusionPreventionRuleID: pathID }),
    reply: intrusionPreventionRule,
  }),
  listApplicationTypes: route({
    id: 'listApplicationTypes',
    method: 'GET',
    path: '/api/applicationtypes',
    function: fn,
    allow: view,
    summary: 'List the application types',
    reply: applicationTypes,
  }),
  describeApplicationType: route({
    id: 'describeApplicationType',
    method: 'GET',
    path: '/api/applicationtypes/{applicationTypeID}',
    function: fn,
    allow: view,
    summary: 'Describe an application type',
    params: z.object({ applicationTypeID: pathID }),
    reply: applicationType,
  }),
  listFirewallRules: route({
    id: 'listFirewallRules',
    method: 'GET',
    path: '/api/firewallrules',
    function: fn,
    allow: view,
    summary: 'List the firewall rules',
    reply: firewallRules,
  }),
  createFirewallRule: route({
    id: 'createFirewallRule',
    method: 'POST',
    path: '/api/firewallrules',
    function: fn,
    allow: { who: 'tenant', right: 'firewallRights.firewallRuleRights.canCreateNewFirewallRules' },
    summary: 'Create a firewall rule',
    body: firewallRuleBody,
    reply: firewallRule,
  }),
  describeFirewallRule: route({
    id: 'describeFirewallRule',
    method: 'GET',
    path: '/api/firewallrules/{firewallRuleID}',
    function: fn,
    allow: view,
    summary: 'Describe a firewall rule',
    params,
    reply: firewallRule,
  }),
  modifyFirewallRule: route({
    id: 'modifyFirewallRule',
    method: 'POST',
    path: '/api/firewallrules/{firewallRuleID}',
    function: fn,
    allow: { who: 'tenant', right: 'firewallRights.firewallRuleRights.canEditFirewallRuleProperties' },
    summary: 'Change the given members of a firewall rule',
    params,
    body: firewallRuleChange,
    reply: firewallRule,
  }),
  deleteFirewallRule: route({
    id: 'deleteFirewallRule',
    method: 'DELETE',
    path: '/api/firewallrules/{firewallRuleID}',
    function: fn,
    allow: { who: 'tenant', right: 'firewallRights.firewallRuleRights.canDeleteFirewallRules' },
    summary: 'Delete a firewall rule that nothing uses (FW-11)',
    params,
  }),
} as const;
