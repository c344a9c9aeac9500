import * as z from 'zod';
import type { Right } from '../../domain/access/rights.ts';
import { pathID } from '../api/common.ts';
import {
  overridesQuery,
  settingBodies,
  settingBody,
  settingValue,
  settingValues,
} from '../api/policy/level.ts';
import {
  interfaceType,
  interfaceTypeBody,
  interfaceTypeChange,
  interfaceTypes,
  policies,
  policy,
  policyBody,
  policyChange,
} from '../api/policy/policy.ts';
import { searchFilter } from '../api/search.ts';
import { levelRoutes } from './level.ts';
import { route } from './route.ts';

const may = <R extends Right>(right: R) => ({ who: 'tenant', right }) as const;
const view = may('platformRights.policyRights.canViewOtherPolicies');
const edit = may('platformRights.policyRights.canEditPolicyProperties');
/** What stands above every policy. */
const editAll = { ...edit, whole: 'policies' } as const;
const params = z.object({ policyID: pathID });
const typeParams = z.object({ policyID: pathID, interfaceTypeID: pathID });
const settingParams = z.object({ name: z.string().max(120) });
const fn = 'policy' as const;
const types = '/api/policies/{policyID}/interfacetypes';
const defaults = '/api/policies/default';

/** What policies share with computers: assignments, overrides of rules, settings. */
export const policyLevelRoutes = levelRoutes({
  thing: 'policy',
  path: '/api/policies/{policyID}',
  param: 'policyID',
  function: fn,
  view: view.right,
  edit: edit.right,
});

export const policyRoutes = {
  listPolicies: route({
    id: 'listPolicies',
    method: 'GET',
    path: '/api/policies',
    function: fn,
    allow: view,
    summary: 'List the policies',
    query: overridesQuery,
    reply: policies,
  }),
  createPolicy: route({
    id: 'createPolicy',
    method: 'POST',
    path: '/api/policies',
    function: fn,
    allow: { ...may('platformRights.policyRights.canCreateNewPolicies'), whole: 'policies' },
    summary: 'Create a policy',
    query: overridesQuery,
    body: policyBody,
    reply: policy,
  }),
  searchPolicies: route({
    id: 'searchPolicies',
    method: 'POST',
    path: '/api/policies/search',
    function: fn,
    allow: view,
    summary: 'Search policies',
    query: overridesQuery,
    body: searchFilter,
    reply: policies,
  }),
  describePolicy: route({
    id: 'describePolicy',
    method: 'GET',
    path: '/api/policies/{policyID}',
    function: fn,
    allow: view,
    summary: 'Describe a policy',
    params,
    query: overridesQuery,
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
    query: overridesQuery,
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
} as const;

export const defaultPolicyRoutes = {
  list: route({
    id: 'listDefaultSettings',
    method: 'GET',
    path: defaults,
    function: fn,
    allow: view,
    summary: 'The settings above every policy',
    reply: settingValues,
  }),
  modify: route({
    id: 'modifyDefaultSettings',
    method: 'POST',
    path: defaults,
    function: fn,
    allow: editAll,
    summary: 'Change the given settings above every policy',
    body: settingBodies,
    reply: settingValues,
  }),
  describe: route({
    id: 'describeDefaultSetting',
    method: 'GET',
    path: `${defaults}/settings/{name}`,
    function: fn,
    allow: view,
    summary: 'A setting above every policy',
    params: settingParams,
    reply: settingValue,
  }),
  modifyOne: route({
    id: 'modifyDefaultSetting',
    method: 'POST',
    path: `${defaults}/settings/{name}`,
    function: fn,
    allow: editAll,
    summary: 'Set a setting above every policy',
    params: settingParams,
    body: settingBody,
    reply: settingValue,
  }),
  reset: route({
    id: 'resetDefaultSetting',
    method: 'DELETE',
    path: `${defaults}/settings/{name}`,
    function: fn,
    allow: editAll,
    summary: 'Give a setting above every policy its default again',
    params: settingParams,
    reply: settingValue,
  }),
} as const;

export const interfaceTypeRoutes = {
  list: route({
    id: 'listInterfaceTypes',
    method: 'GET',
    path: types,
    function: fn,
    allow: view,
    summary: 'Interface types of a policy, its own and inherited ones',
    params,
    reply: interfaceTypes,
  }),
  create: route({
    id: 'createInterfaceType',
    method: 'POST',
    path: types,
    function: fn,
    allow: edit,
    summary: 'Create an interface type of a policy',
    params,
    body: interfaceTypeBody,
    reply: interfaceType,
  }),
  search: route({
    id: 'searchInterfaceTypes',
    method: 'POST',
    path: `${types}/search`,
    function: fn,
    allow: view,
    summary: 'Search interface types of a policy',
    params,
    body: searchFilter,
    reply: interfaceTypes,
  }),
  describe: route({
    id: 'describeInterfaceType',
    method: 'GET',
    path: `${types}/{interfaceTypeID}`,
    function: fn,
    allow: view,
    summary: 'Describe an interface type',
    params: typeParams,
    reply: interfaceType,
  }),
  modify: route({
    id: 'modifyInterfaceType',
    method: 'POST',
    path: `${types}/{interfaceTypeID}`,
    function: fn,
    allow: edit,
    summary: 'Change the given members of an interface type',
    params: typeParams,
    body: interfaceTypeChange,
    reply: interfaceType,
  }),
  remove: route({
    id: 'deleteInterfaceType',
    method: 'DELETE',
    path: `${types}/{interfaceTypeID}`,
    function: fn,
    allow: edit,
    summary: 'Delete an interface type',
    params: typeParams,
  }),
} as const;
