import { applicationTypes } from '../api/application-type.ts';
import { type Collection, collectionRoutes } from '../api/collection.ts';
import { firewallRules } from '../api/firewall-rule.ts';
import { intrusionPreventionRules } from '../api/intrusion-prevention-rule.ts';
import { ipLists, macLists, portLists } from '../api/list.ts';
import type { Route } from './route.ts';

/** Every resource that has the six usual endpoints and nothing else about them. */
const collections: readonly Collection[] = [
  ipLists,
  macLists,
  portLists,
  firewallRules,
  intrusionPreventionRules,
  applicationTypes,
];

export const collectionLines: readonly Route[] = collections.flatMap((collection) =>
  Object.values<Route>(collectionRoutes(collection)),
);
