import { administrators } from '../api/access/administrator.ts';
import { type Collection, collectionLines } from '../api/collection.ts';
import { computerGroups } from '../api/computer/computer-group.ts';
import { ipLists, macLists, portLists } from '../api/list.ts';
import { notificationDestinations, notificationRules } from '../api/notification/notification.ts';
import { applicationTypes } from '../api/policy/application-type.ts';
import { contexts } from '../api/policy/context.ts';
import { firewallRules } from '../api/policy/firewall-rule.ts';
import { intrusionPreventionRules } from '../api/policy/intrusion-prevention-rule.ts';
import { statefulConfigurations } from '../api/policy/stateful-configuration.ts';
import { reportTemplates } from '../api/report/report-template.ts';
import { eventBasedTasks } from '../api/task/event-based-task.ts';
import { schedules } from '../api/task/schedule.ts';
import { scheduledTasks } from '../api/task/scheduled-task.ts';
import { contacts } from '../api/tenant/contact.ts';
import type { Route } from './route.ts';

/** Every resource that has the six usual endpoints and nothing else about them. */
export const collections: readonly Collection[] = [
  ipLists,
  macLists,
  portLists,
  schedules,
  contexts,
  statefulConfigurations,
  computerGroups,
  contacts,
  administrators,
  scheduledTasks,
  eventBasedTasks,
  reportTemplates,
  notificationRules,
  notificationDestinations,
  firewallRules,
  intrusionPreventionRules,
  applicationTypes,
];

export const linesOfCollections: readonly Route[] = collections.flatMap(collectionLines);
