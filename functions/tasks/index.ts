import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { taskHandlers } from './tasks.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** What is to be done later: scheduled and event-based tasks, and the reports they may ask for. */
export const handler = api(deps, taskHandlers(deps));
