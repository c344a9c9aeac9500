import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { alertTypeHandlers } from './alert-types.ts';
import { alertHandlers } from './alerts.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** What needs an administrator's eye (OPS-3). */
export const handler = api(deps, [...alertHandlers(deps), ...alertTypeHandlers(deps)]);
