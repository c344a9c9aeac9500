import type { ApplicationType } from '../rule.ts';
import { clientTypes } from './clients.ts';
import { databaseTypes } from './database.ts';
import { fileTypes } from './files.ts';
import { mailTypes } from './mail.ts';
import { middlewareTypes } from './middleware.ts';
import { networkTypes } from './network.ts';
import { otherTypes } from './other.ts';
import { remoteTypes } from './remote.ts';
import { webTypes } from './web.ts';

/**
 * The global application types (IPS-4). Ids are for ever: policies, rules and scripts of customers name them, so one
 * that is no longer of use stays. All are below the first id that a tenant's own can have.
 */
export const applicationTypes: readonly ApplicationType[] = [
  ...webTypes,
  ...databaseTypes,
  ...mailTypes,
  ...fileTypes,
  ...remoteTypes,
  ...networkTypes,
  ...middlewareTypes,
  ...clientTypes,
  ...otherTypes,
];
