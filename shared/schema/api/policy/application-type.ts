import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { description, ID, name, reference } from '../common.ts';
import { portEntries, recommendationsMode, version } from '../rules/rule-parts.ts';

const direction = z.enum(['incoming', 'outgoing']);
const protocol = z.enum(['icmp', 'tcp', 'udp', 'tcp-udp']);
const portType = z.enum(['any', 'multiple', 'port-list']);

/** Where the traffic of a kind of application is; `direction` is that of a session's first packet. */
export const applicationTypes = defineCollection({
  path: '/api/applicationtypes',
  envelope: 'applicationTypes',
  param: 'applicationTypeID',
  thing: 'application type',
  function: 'rules',
  body: z.object({
    name,
    description: description.default(''),
    minimumAgentVersion: version.optional(),
    direction: direction.default('incoming'),
    protocol: protocol.default('tcp'),
    portType: portType.default('any'),
    portMultiple: portEntries.optional(),
    portListID: reference.optional(),
    recommendationsMode: recommendationsMode.optional(),
  }),
  read: z.object({
    ID,
    name: z.string(),
    description: z.string(),
    minimumAgentVersion: z.string().optional(),
    direction,
    protocol,
    portType,
    portMultiple: z.array(z.string()).optional(),
    portListID: z.number().int().optional(),
    recommendationsMode,
  }),
  references: ['portListID'],
  fields: {
    name: 'string',
    description: 'string',
    minimumAgentVersion: 'string',
    direction: 'choice',
    protocol: 'choice',
    portType: 'choice',
    portMultiple: 'strings',
    portListID: 'numeric',
    recommendationsMode: 'choice',
  },
  rights: {
    create: 'intrusionPreventionRights.applicationTypeRights.canCreateNewApplicationTypes',
    edit: 'intrusionPreventionRights.applicationTypeRights.canEditApplicationTypeProperties',
    remove: 'intrusionPreventionRights.applicationTypeRights.canDeleteApplicationTypes',
  },
});
