import { api } from '../../shared/http/api.ts';
import { wire, wirePeople } from '../../shared/http/wiring.ts';
import { computerHandlers } from './computers.ts';
import { groupHandlers } from './groups.ts';
import { removalHandlers } from './remove.ts';

const deps = { ...wire(), verifyPerson: wirePeople() };

/** The tenant's computers: what they are, what they run, which policy they follow. */
export const handler = api(deps, [
  ...computerHandlers(deps),
  ...removalHandlers(deps),
  ...groupHandlers(deps),
]);
