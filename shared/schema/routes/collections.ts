import { administrators } from '../api/administrator.ts';
import { applicationTypes } from '../api/application-type.ts';
import { type Collection, collectionLines } from '../api/collection.ts';
import { computerGroups } from '../api/computer-group.ts';
import { contacts } from '../api/contact.ts';
import { contexts } from '../api/context.ts';
import { eventBasedTasks } from '../api/event-based-task.ts';
import { firewallRules } from '../api/firewall-rule.ts';
import { intrusionPreventionRules } from '../api/intrusion-prevention-rule.ts';
import { ipLists, macLists, portLists } from '../api/list.ts';
import { notificationDestinations, notificationRules } from '../api/notification.ts';
import { reportTemplates } from '../api/report-template.ts';
import { schedules } from '../api/schedule.ts';
import { scheduledTasks } from '../api/scheduled-task.ts';
import { statefulConfigurations } from '../api/stateful-configuration.ts';
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
