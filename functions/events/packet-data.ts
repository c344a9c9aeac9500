import { accept, missing } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { eventRoutes } from '../../shared/schema/routes/events.ts';
import { readPacket } from '../../shared/table/entities/event/packets.ts';
import { describeEvent } from './describe.ts';
import { eventIDOf } from './unpack-events.ts';

/** The bytes behind an event: for who may see the event, and while it can be seen. */
export const packetDataHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(eventRoutes.describeIntrusionPreventionData, async ({ caller, params }) => {
    const found = await describeEvent(store, caller, 'intrusion-prevention', params.eventID);
    if (!found.ok) return found;
    const { rank, event } = found.value;
    const packet = await readPacket(store, { tenant: caller.tenantID, ...rank }, rank.index);
    if (!packet) return missing('packet data');
    const packetSize = Math.max(event.packetSize ?? 0, packet.length);
    return accept({
      eventID: eventIDOf(rank),
      packetSize,
      truncated: packetSize > packet.length,
      data: packet.toString('base64'),
      hex: packet.toString('hex'),
      text: packet.toString('latin1').replace(/[^\x20-\x7e]/g, '.'),
    });
  }),
];
