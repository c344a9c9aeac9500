import { ACK, FIN, type Packet, RST, SYN } from '../decode/packet.ts';
import type { FlowRecord, Phase } from './flow.ts';
import type { Half } from './half.ts';

/**
 * What a segment means for its flow. `begun`: the streams start anew, so what was read of them counts no more.
 * `unasked`: it answers a SYN that was not the last one seen (or none), so the numbers known of the flow are not those
 * the server goes by; held back, the client asks again.
 */
export interface Tracked {
  phase: Phase;
  begun: boolean;
  unasked: boolean;
}

/**
 * Moves the state of a connection by one segment (RFC 9293 section 3.10), believing only what the other end's own
 * segments confirm: a reset out of sequence changes nothing (RFC 5961 section 3.2), nor does a SYN on a living
 * connection until it is answered. `out` receives the result.
 */
export function trackTcp(flow: FlowRecord, packet: Packet, toServer: boolean, out: Tracked): void {
  const { flags } = packet;
  out.begun = false;
  out.unasked = false;
  out.phase = flow.phase;
  if ((flags & SYN) !== 0) {
    if ((flags & ACK) === 0) syn(flow, packet, toServer, out);
    else synAck(flow, packet, toServer, out);
    return;
  }
  const sender = toServer ? flow.client : flow.server;
  if ((flags & RST) !== 0) {
    if (resetCounts(flow, packet, sender, toServer)) out.phase = 'closed';
    return;
  }
  if (flow.phase === 'opening' && flow.client.initial !== null && flow.server.initial !== null) {
    flow.established = true;
    out.phase = 'established';
  }
  if ((flags & FIN) !== 0) {
    sender.finished = true;
    // The client has said all it will; the server's end may go by unseen.
    if (flow.client.finished) out.phase = 'closed';
  }
}

function syn(flow: FlowRecord, packet: Packet, toServer: boolean, out: Tracked): void {
  const initial = (packet.sequence + 1) >>> 0;
  if (!toServer) return;
  if (flow.phase === 'opening' && flow.server.initial === null && !flow.unseenOpening) {
    if (flow.client.initial !== initial) {
      out.begun = flow.client.initial !== null;
      flow.client.open(initial);
    }
    // Data on a SYN reaches the application before the handshake ends (RFC 7413): it counts as established.
    if (packet.payloadEnd > packet.payloadStart) flow.established = true;
    return;
  }
  // The phase stays: a SYN on a connection that may live is believed when it is answered.
  flow.reopening = initial;
  out.phase = flow.phase;
}

function synAck(flow: FlowRecord, packet: Packet, toServer: boolean, out: Tracked): void {
  if (toServer) return;
  const initial = (packet.sequence + 1) >>> 0;
  if (flow.reopening !== null && flow.reopening === packet.acknowledgment) {
    reopen(flow, flow.reopening, initial);
    out.begun = true;
    out.phase = 'opening';
    return;
  }
  const { client, server } = flow;
  if (flow.phase !== 'opening' || flow.unseenOpening) {
    out.unasked = server.initial !== initial && (server.initial !== null || client.initial !== null);
    return;
  }
  if (server.initial !== initial) server.open(initial);
  const acknowledged = client.initial === null ? -1 : client.positionOf(packet.acknowledgment);
  // The server takes the SYN it answers; data it acknowledges came with that SYN (RFC 7413).
  if (acknowledged < 0 || acknowledged > client.delivered) {
    client.open(packet.acknowledgment);
    out.begun = true;
  }
}

function reopen(flow: FlowRecord, client: number, server: number): void {
  flow.client.open(client);
  flow.server.open(server);
  flow.reopening = null;
  flow.established = false;
  flow.unseenOpening = false;
  flow.settled = null;
}

function resetCounts(flow: FlowRecord, packet: Packet, sender: Half, toServer: boolean): boolean {
  if (sender.initial !== null) {
    const ahead = sender.positionOf(packet.sequence) - sender.delivered;
    return ahead === 0 || (ahead === 1 && sender.finished);
  }
  // Refused opening: the reset acknowledges the SYN.
  return (
    !toServer &&
    flow.client.initial !== null &&
    packet.acknowledgment === (flow.client.initial + flow.client.delivered) >>> 0
  );
}
