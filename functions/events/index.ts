import { wireRules } from '../../shared/catalogue/wiring.ts';
import { api } from '../../shared/http/api.ts';
import { hostEventCounts } from './count-events.ts';
import { hostEventHandlers } from './host-events.ts';
import { packetDataHandlers } from './packet-data.ts';
import { systemEventHandlers } from './system-events.ts';

const deps = wireRules();

/** What hosts and the plane noticed, newest first, for 28 days (EVT-1 to EVT-3). */
export const handler = api(deps, [
  ...hostEventHandlers(deps),
  ...hostEventCounts(deps),
  ...packetDataHandlers(deps),
  ...systemEventHandlers(deps),
]);
