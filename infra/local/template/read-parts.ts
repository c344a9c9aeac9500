import type { Assembly } from './assembly.ts';
import {
  functionParts,
  queueMappings,
  scheduleGroups,
  scheduleParts,
  scheduleRoles,
  streamMappings,
} from './functions.ts';
import type { Surroundings } from './names.ts';
import type { Parts } from './parts.ts';
import { resolver } from './resolve.ts';
import { routeParts } from './routes.ts';
import { bucketParts, keyParts, mailIdentities, queueParts, tableParts } from './storage.ts';

/** Everything of a region's stacks that one machine runs. Throws on what it would have to guess. */
export function readParts(assembly: Assembly, around: Surroundings): Parts {
  const resolve = resolver(assembly, around);
  return {
    functions: functionParts(assembly, resolve),
    routes: routeParts(assembly, resolve),
    tables: tableParts(assembly, resolve),
    queues: queueParts(assembly, resolve),
    queueMappings: queueMappings(assembly, resolve),
    streamMappings: streamMappings(assembly, resolve),
    schedules: scheduleParts(assembly, resolve),
    keys: keyParts(assembly, resolve),
    buckets: bucketParts(assembly, resolve),
    scheduleGroups: scheduleGroups(assembly, resolve),
    scheduleRoles: scheduleRoles(assembly, resolve),
    mailIdentities: mailIdentities(assembly, resolve),
  };
}
