import * as z from 'zod';
import type { Right } from '../../domain/access/rights.ts';
import { pathID } from '../api/common.ts';
import {
  firewallAssignments,
  ipsAssignments,
  policies,
  policy,
  policyBody,
  policyChange,
  ruleIDsBody,
} from '../api/policy.ts';
import { route } from './route.ts';

const may = <R extends Right>(right: R) => ({ who: 'tenant', right }) as const;
const view = may('platformRights.policyRights.canViewOtherPolicies');
const edit = may('platformRights.policyRights.canEditPolicyProperties');
const params = z.object({ policyID: pathID });
const ipsRuleParams = z.object({ policyID: pathID, intrusionPreventionRuleID: pathID });
const firewallRuleParams = z.object({ policyID: pathID, firewallRuleID: pathID });
const fn = 'policy' as const;
const ips = '/api/policies/{policyID}/intrusionprevention/assignments';
const fw = '/api/policies/{policyID}/firewall/assignments';

export const policyRoutes = {
  listPolicies: route({
    id: 'listPolicies',
    method: 'GET',
    path: '/api/policies',
    function: fn,
    allow: view,
    summary: 'List the policies',
    reply: policies,
  }),
  createPolicy: route({
    id: 'createPolicy',
    method: 'POST',
    path: '/api/policies',
    function: fn,
    allow: may('platformRights.policyRights.canCreateNewPolicies'),
    summary: 'Create a policy',
    body: policyBody,
    reply: policy,
  }),
  describePolicy: route({
    id: 'describePolicy',
    method: 'GET',
    path: '/api/policies/{policyID}',
    function: fn,
    allow: view,
    summary: 'Describe a policy',
    params,
    reply: policy,
  }),
  modifyPolicy: route({
    id: 'modifyPolicy',
    method: 'POST',
    path: '/api/policies/{policyID}',
    function: fn,
    allow: edit,
    summary: 'Change the given members of a policy',
    params,
    body: policyChange,
    reply: policy,
  }),
  deletePolicy: route({
    id: 'deletePolicy',
    method: 'DELETE',
    path: '/api/policies/{policyID}',
    function: fn,
    allow: may('platformRights.policyRights.canDeletePolicies'),
    summary: 'Delete a policy that nothing uses',
    params,
  }),
  listIpsAssignments: route({
    id: 'listIpsAssignments',
    method: 'GET',
    path: ips,
    function: fn,
    allow: view,
    summary: 'Intrusion prevention rules assigned to a policy',
    params,
    reply: ipsAssignments,
  }),
  addIpsAssignments: route({
    id: 'addIpsAssignments',
    method: 'POST',
    path: ips,
    function: fn,
    allow: edit,
    summary: 'Assign intrusion prevention rules',
    params,
    body: ruleIDsBody,
    reply: ipsAssignments,
  }),
  setIpsAssignments: route({
    id: 'setIpsAssignments',
    method: 'PUT',
    path: ips,
    function: fn,
    allow: edit,
    summary: 'Replace the assigned intrusion prevention rules',
    params,
    body: ruleIDsBody,
    reply: ipsAssignments,
  }),
  removeIpsAssignment: route({
    id: 'removeIpsAssignment',
    method: 'DELETE',
    path: `${ips}/{intrusionPreventionRuleID}`,
    function: fn,
    allow: edit,
    summary: 'Unassign an intrusion prevention rule',
    params: ipsRuleParams,
    reply: ipsAssignments,
  }),
  listFirewallAssignments: route({
    id: 'listFirewallAssignments',
    method: 'GET',
    path: fw,
    function: fn,
    allow: view,
    summary: 'Firewall rules assigned to a policy',
    params,
    reply: firewallAssignments,
  }),
  addFirewallAssignments: route({
    id: 'addFirewallAssignments',
    method: 'POST',
    path: fw,
    function: fn,
    allow: edit,
    summary: 'Assign firewall rules',
    params,
    body: ruleIDsBody,
    reply: firewallAssignments,
  }),
  setFirewallAssignments: route({
    id: 'setFirewallAssignments',
    method: 'PUT',
    path: fw,
    function: fn,
    allow: edit,
    summary: 'Replace the assigned firewall rules',
    params,
    body: ruleIDsBody,
    reply: firewallAssignments,
  }),
  removeFirewallAssignment: route({
    id: 'removeFirewallAssignment',
    method: 'DELETE',
    path: `${fw}/{firewallRuleID}`,
    function: fn,
    allow: edit,
    summary: 'Unassign a firewall rule',
    params: firewallRuleParams,
    reply: firewallAssignments,
  }),
} as const;
