import * as z from 'zod';
import { defineCollection } from '../collection.ts';
import { bool, ID, name, reference, time } from '../common.ts';

const type = z.enum([
  'computer-created-by-system',
  'computer-moved-by-system',
  'agent-initiated-activation',
  'agent-ip-changed',
  'nsx-protection-changed',
  'computer-powered-on-by-system',
]);

const action = z.object({
  type: z.enum(['activate', 'assign-policy', 'assign-relay', 'assign-group', 'deactivate']),
  /** Minutes of delay for `activate`, an id for the assignments. */
  parameterValue: reference.optional(),
});

const condition = z.object({
  field: z.enum([
    'hostname',
    'vcenter',
    'cloudProvider',
    'securityGroup',
    'imageId',
    'esx',
    'folder',
    'platform',
    'applianceProtectionAvailable',
    'applianceProtectionActivated',
    'lastUsedIP',
    'tag',
    'nsxSecurityGroup',
    'cloudVendor',
    'gcpNetworkTag',
  ]),
  /** Only for fields such as tags. */
  key: z.string().max(254).optional(),
  value: z.string().max(254).optional(),
});

const parts = { actions: z.array(action).max(20), conditions: z.array(condition).max(50) };
const right = 'platformRights.scheduledTaskRights' as const;

/** What to do by itself when something happens to a computer. */
export const eventBasedTasks = defineCollection({
  path: '/api/eventbasedtasks',
  envelope: 'eventBasedTasks',
  param: 'eventBasedTaskID',
  thing: 'event-based task',
  function: 'tasks',
  body: z.object({
    name,
    type,
    enabled: bool.default(false),
    actions: parts.actions.default([]),
    conditions: parts.conditions.default([]),
  }),
  read: z.object({
    ID,
    name: z.string(),
    type,
    enabled: z.boolean(),
    lastRunTime: time.optional(),
    ...parts,
  }),
  fields: { name: 'string', type: 'choice', enabled: 'boolean', lastRunTime: 'date' },
  rights: {
    view: `${right}.canViewScheduledTasks`,
    create: `${right}.canCreateNewScheduledTasks`,
    edit: `${right}.canEditScheduledTaskProperties`,
    remove: `${right}.canDeleteScheduledTasks`,
    // Whatever computer fits its conditions is moved or given a policy.
    whole: { of: 'computers', by: ['create', 'edit', 'remove'] },
  },
});
