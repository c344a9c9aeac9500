import type { HostEvent } from '../../../shared/schema/agent/events.ts';

/** An event on its way to the plane, perhaps with the packet that it tells of (base64). */
export type SpooledEvent = HostEvent & { readonly packet?: string };

/** What a sealed batch says: packets travel apart from the events, so that the plane can keep them apart. */
export const asBatch = (id: string, held: readonly SpooledEvent[]) => {
  const packets = held.flatMap(({ packet }, index) =>
    packet === undefined ? [] : [{ index, data: packet }],
  );
  const events = held.map((event) => {
    const { packet, ...told } = event;
    return packet === undefined ? told : { ...told, packetData: true };
  });
  return { id, events, ...(packets.length > 0 && { packets }) };
};
