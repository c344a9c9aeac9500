import * as z from 'zod';
import {
  activationToken,
  activationTokens,
  apiKey,
  apiKeys,
  changedApiKey,
  createdApiKey,
  currentApiKey,
  newActivationToken,
  newApiKey,
  newRole,
  role,
  roles,
} from '../api/access.ts';
import { pathID } from '../api/common.ts';
import { route } from './route.ts';

const keyRight = (
  leaf: 'canCreateNewApiKeys' | 'canDeleteApiKeys' | 'canEditApiKeyProperties' | 'canViewApiKeys',
) => ({ who: 'tenant', right: `platformRights.apikeyRights.${leaf}` }) as const;
const tokens = {
  who: 'tenant',
  right: 'serviceRights.activationTokenRights.canManageActivationTokens',
} as const;
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
  listRoles: route({
    id: 'listRoles',
    method: 'GET',
    path: '/api/roles',
    function: access,
    allow: { who: 'tenant', right: 'platformRights.administratorRoleRights.canViewAdministratorRoles' },
    summary: 'List the roles',
    reply: roles,
  }),
  createRole: route({
    id: 'createRole',
    method: 'POST',
    path: '/api/roles',
    function: access,
    allow: { who: 'tenant', right: 'platformRights.administratorRoleRights.canCreateNewAdministratorRoles' },
    summary: 'Create a role',
    body: newRole,
    reply: role,
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
