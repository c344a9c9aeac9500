import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, description, ID, name } from '../common.ts';

const connections = z.number().int().min(0).max(1_000_000);
const switches = [
  'denyFragmentedPacketsEnabled',
  'denyPacketsContainingCwrOrEceEnabled',
  'tcpstatefulInspectionEnabled',
  'tcpstatefulLoggingEnabled',
  'udpstatefulInspectionEnabled',
  'udpstatefulLoggingEnabled',
  'icmpstatefulInspectionEnabled',
  'icmpstatefulLoggingEnabled',
] as const;
type Switch = (typeof switches)[number];

const each = <S extends z.ZodType>(schema: S): Record<Switch, S> =>
  Object.fromEntries(switches.map((member) => [member, schema])) as Record<Switch, S>;

/** Connections per remote host; 0 or absent: as many as it likes. */
const limits = {
  maxIncomingConnections: connections.optional(),
  maxOutgoingConnections: connections.optional(),
  maxHalfOpenConnections: connections.optional(),
};

export const statefulConfigurations = defineCollection({
  path: '/api/statefulconfigurations',
  envelope: 'statefulConfigurations',
  param: 'statefulConfigurationID',
  thing: 'stateful configuration',
  function: 'rules',
  body: z.object({ name, description: description.default(''), ...each(bool.default(false)), ...limits }),
  read: z.object({ ID, name: z.string(), description: z.string(), ...each(z.boolean()), ...limits }),
  fields: {
    name: 'string',
    description: 'string',
    denyFragmentedPacketsEnabled: 'boolean',
    denyPacketsContainingCwrOrEceEnabled: 'boolean',
    maxIncomingConnections: 'numeric',
    maxOutgoingConnections: 'numeric',
    maxHalfOpenConnections: 'numeric',
  },
  rights: {
    create: 'firewallRights.statefulConfigurationRights.canCreateNewStatefulConfigurations',
    edit: 'firewallRights.statefulConfigurationRights.canEditStatefulConfigurationProperties',
    remove: 'firewallRights.statefulConfigurationRights.canDeleteStatefulConfigurations',
  },
});
