import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { maintenanceHandlers } from './maintenance.ts';
import { trailHandlers } from './trail.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** What the service owes its tenants beside protection: who did what, and when it is worked on. */
export const handler = api(deps, [...trailHandlers(deps), ...maintenanceHandlers(deps)]);
