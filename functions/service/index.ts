import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { describeApiHandlers } from './describe-api.ts';
import { maintenanceHandlers } from './maintenance.ts';
import { trailHandlers } from './trail.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/**
 * What the service owes its tenants beside protection: who did what, when it is worked on; and
 * the document of the API, since this bundle has room for every schema.
 */
export const handler = api(deps, [
  ...trailHandlers(deps),
  ...maintenanceHandlers(deps),
  ...describeApiHandlers(),
]);
