import * as z from 'zod';
import {
  activationToken,
  activationTokens,
  apiKey,
  apiKeys,
  changedApiKey,
  changedCurrentApiKey,
  createdApiKey,
  currentApiKey,
  newActivationToken,
  newApiKey,
} from '../api/access/access.ts';
import { newRole, role, roles } from '../api/access/role.ts';
import { changeOf, pathID } from '../api/common.ts';
import { deploymentScript, newDeploymentScript } from '../api/computer/deployment-script.ts';
import { searchFilter } from '../api/search.ts';
import { route } from './route.ts';

const keyRight = (
  leaf: 'canCreateNewApiKeys' | 'canDeleteApiKeys' | 'canEditApiKeyProperties' | 'canViewApiKeys',
) => ({ who: 'tenant', right: `platformRights.apikeyRights.${leaf}` }) as const;
const tokens = {
  who: 'tenant',
  right: 'serviceRights.activationTokenRights.canManageActivationTokens',
} as const;
const roleRight = (
  leaf:
    | 'canCreateNewAdministratorRoles'
    | 'canDeleteAdministratorRoles'
    | 'canEditAdministratorRoleProperties'
    | 'canViewAdministratorRoles',
) => ({ who: 'tenant', right: `platformRights.administratorRoleRights.${leaf}` }) as const;
const roleParams = z.object({ roleID: pathID });
const keyParams = z.object({ apiKeyID: pathID });
const tokenParams = z.object({ activationTokenID: pathID });
const access = 'access' as const;

export const accessRoutes = {
  listApiKeys: route({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api/apikeys',
    function: access,
    allow: keyRight('canViewApiKeys'),
    summary: 'List the API keys',
    reply: apiKeys,
  }),
  createApiKey: route({
    id: 'createApiKey',
    method: 'POST',
    path: '/api/apikeys',
    function: access,
    allow: keyRight('canCreateNewApiKeys'),
    summary: 'Create an API key; its secret is shown once',
    body: newApiKey,
    reply: createdApiKey,
  }),
  describeCurrentApiKey: route({
    id: 'describeCurrentApiKey',
    method: 'GET',
    path: '/api/apikeys/current',
    function: access,
    allow: { who: 'tenant' },
    summary: 'Describe the API key of this request',
    reply: currentApiKey,
  }),
  modifyCurrentApiKey: route({
    id: 'modifyCurrentApiKey',
    method: 'POST',
    path: '/api/apikeys/current',
    function: access,
    allow: { who: 'tenant' },
    summary: 'Rename the API key of this request, or change its language or time zone',
    body: changedCurrentApiKey,
    reply: currentApiKey,
  }),
  replaceCurrentApiSecretKey: route({
    id: 'replaceCurrentApiSecretKey',
    method: 'POST',
    path: '/api/apikeys/current/secretkey',
    function: access,
    allow: { who: 'tenant' },
    summary: 'Give the API key of this request a new secret; the old one dies',
    reply: createdApiKey,
  }),
  searchApiKeys: route({
    id: 'searchApiKeys',
    method: 'POST',
    path: '/api/apikeys/search',
    function: access,
    allow: keyRight('canViewApiKeys'),
    summary: 'Search API keys',
    body: searchFilter,
    reply: apiKeys,
  }),
  replaceApiSecretKey: route({
    id: 'replaceApiSecretKey',
    method: 'POST',
    path: '/api/apikeys/{apiKeyID}/secretkey',
    function: access,
    allow: keyRight('canEditApiKeyProperties'),
    summary: 'Give an API key a new secret; the old one dies',
    params: keyParams,
    reply: createdApiKey,
  }),
  describeApiKey: route({
    id: 'describeApiKey',
    method: 'GET',
    path: '/api/apikeys/{apiKeyID}',
    function: access,
    allow: keyRight('canViewApiKeys'),
    summary: 'Describe an API key',
    params: keyParams,
    reply: apiKey,
  }),
  modifyApiKey: route({
    id: 'modifyApiKey',
    method: 'POST',
    path: '/api/apikeys/{apiKeyID}',
    function: access,
    allow: keyRight('canEditApiKeyProperties'),
    summary: 'Change an API key',
    params: keyParams,
    body: changedApiKey,
    reply: apiKey,
  }),
  deleteApiKey: route({
    id: 'deleteApiKey',
    method: 'DELETE',
    path: '/api/apikeys/{apiKeyID}',
    function: access,
    allow: keyRight('canDeleteApiKeys'),
    summary: 'Delete an API key',
    params: keyParams,
  }),
  listAdministratorRoles: route({
    id: 'listAdministratorRoles',
    method: 'GET',
    path: '/api/roles',
    function: access,
    allow: roleRight('canViewAdministratorRoles'),
    summary: 'List the roles',
    reply: roles,
  }),
  createAdministratorRole: route({
    id: 'createAdministratorRole',
    method: 'POST',
    path: '/api/roles',
    function: access,
    allow: roleRight('canCreateNewAdministratorRoles'),
    summary: 'Create a role',
    body: newRole,
    reply: role,
  }),
  searchAdministratorRoles: route({
    id: 'searchAdministratorRoles',
    method: 'POST',
    path: '/api/roles/search',
    function: access,
    allow: roleRight('canViewAdministratorRoles'),
    summary: 'Search roles',
    body: searchFilter,
    reply: roles,
  }),
  describeAdministratorRole: route({
    id: 'describeAdministratorRole',
    method: 'GET',
    path: '/api/roles/{roleID}',
    function: access,
    allow: roleRight('canViewAdministratorRoles'),
    summary: 'Describe a role',
    params: roleParams,
    reply: role,
  }),
  modifyAdministratorRole: route({
    id: 'modifyAdministratorRole',
    method: 'POST',
    path: '/api/roles/{roleID}',
    function: access,
    allow: roleRight('canEditAdministratorRoleProperties'),
    summary: 'Change the given members and rights of a role',
    params: roleParams,
    body: changeOf(newRole),
    reply: role,
  }),
  deleteAdministratorRole: route({
    id: 'deleteAdministratorRole',
    method: 'DELETE',
    path: '/api/roles/{roleID}',
    function: access,
    allow: roleRight('canDeleteAdministratorRoles'),
    summary: 'Delete a role that nobody has',
    params: roleParams,
  }),
  generateAgentDeploymentScript: route({
    id: 'generateAgentDeploymentScript',
    method: 'POST',
    path: '/api/agentdeploymentscripts',
    function: access,
    allow: tokens,
    summary: 'Write a script that activates the agent on a host; nothing is stored',
    body: newDeploymentScript,
    reply: deploymentScript,
  }),
  createActivationToken: route({
    id: 'createActivationToken',
    method: 'POST',
    path: '/api/activationtokens',
    function: access,
    allow: tokens,
    summary: 'Create a scoped activation token',
    body: newActivationToken,
    reply: activationToken,
  }),
  listActivationTokens: route({
    id: 'listActivationTokens',
    method: 'GET',
    path: '/api/activationtokens',
    function: access,
    allow: tokens,
    summary: 'List the activation tokens',
    reply: activationTokens,
  }),
  deleteActivationToken: route({
    id: 'deleteActivationToken',
    method: 'DELETE',
    path: '/api/activationtokens/{activationTokenID}',
    function: access,
    allow: tokens,
    summary: 'Withdraw an activation token',
    params: tokenParams,
  }),
} as const;
