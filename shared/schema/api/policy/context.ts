import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, description, ID, name } from '../common.ts';

/** A context says under which network conditions of the host a rule works. */
export const contexts = defineCollection({
  path: '/api/contexts',
  envelope: 'contexts',
  param: 'contextID',
  thing: 'context',
  function: 'rules',
  body: z.object({
    name,
    description: description.default(''),
    minimumAgentVersion: z.string().max(40).optional(),
    localConnectionsEnabled: bool.default(false),
    remoteConnectionsEnabled: bool.default(false),
    noConnectionEnabled: bool.default(false),
    noInternetEnabled: bool.default(false),
    restrictedInterfacesEnabled: bool.default(false),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    minimumAgentVersion: z.string().optional(),
    localConnectionsEnabled: z.boolean(),
    remoteConnectionsEnabled: z.boolean(),
    noConnectionEnabled: z.boolean(),
    noInternetEnabled: z.boolean(),
    restrictedInterfacesEnabled: z.boolean(),
  }),
  fields: { name: 'string', description: 'string', restrictedInterfacesEnabled: 'boolean' },
  rights: {
    create: 'firewallRights.contextRights.canCreateNewContexts',
    edit: 'firewallRights.contextRights.canEditContextProperties',
    remove: 'firewallRights.contextRights.canDeleteContexts',
  },
});
