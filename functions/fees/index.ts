import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { feeHandlers } from './handlers.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** What it costs and what was used: statements, fees, usage over time; prices and corrections for the operator. */
export const handler = api(deps, feeHandlers(deps));
