import { describe, expect, it } from 'vitest';
import { decode } from '../decode/decode.ts';
import { emptyPacket, type Packet } from '../decode/packet.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { Conversation } from '../testing/conversation.ts';
import type { FlowRecord } from './flow.ts';
import { FlowTable, fromClient } from './flow-table.ts';

function packetOf(datagram: Uint8Array): Packet {
  const packet = emptyPacket();
  decode(datagram, packet);
  return packet;
}

describe('flow table', () => {
  it('finds a flow from both sides, and no other', () => {
    const table = new FlowTable(DEFAULT_LIMITS, () => undefined);
    const talk = new Conversation();
    const flow = table.add(packetOf(talk.client('')), 'opening', 0, false)!;
    const answer = packetOf(talk.server(''));
    expect(table.find(answer)).toBe(flow);
    expect(fromClient(flow, answer)).toBe(false);
    expect(table.find(packetOf(new Conversation({ clientPort: 1 }).client('')))).toBeNull();
    expect(table.find(packetOf(new Conversation({ v6: true }).client('')))).toBeNull();
  });

  it('keeps thousands apart and forgets them by idle time, the touched ones last', () => {
    const gone: FlowRecord[] = [];
    const table = new FlowTable(DEFAULT_LIMITS, (flow) => gone.push(flow));
    const packets = Array.from({ length: 5000 }, (_, port) =>
      packetOf(new Conversation({ clientPort: port + 1 }).client('')),
    );
    const flows = packets.map((packet) => table.add(packet, 'opening', 0, false)!);
    expect(packets.every((packet, at) => table.find(packet) === flows[at])).toBe(true);
    table.touch(flows[0]!, 'established', 30_000);
    table.touch(flows[1]!, 'closed', 30_000);
    table.expire(61_000);
    expect([gone.length, table.tcpFlows, table.find(packets[0]!)]).toEqual([4998, 2, flows[0]]);
    expect(packets.slice(2).every((packet) => table.find(packet) === null)).toBe(true);
    table.expire(700_000);
    expect(gone.at(-1)).toBe(flows[1]);
  });

  it('makes room by forgetting what is closed', () => {
    const table = new FlowTable({ ...DEFAULT_LIMITS, tcpFlows: 1 }, () => undefined);
    const flow = table.add(packetOf(new Conversation().client('')), 'established', 0, false)!;
    table.touch(flow, 'closed', 0);
    expect(
      table.add(packetOf(new Conversation({ clientPort: 2 }).client('')), 'opening', 1, false),
    ).not.toBeNull();
    expect(table.tcpFlows).toBe(1);
  });

  it('is full at its limit', () => {
    const table = new FlowTable({ ...DEFAULT_LIMITS, tcpFlows: 1 }, () => undefined);
    table.add(packetOf(new Conversation().client('')), 'established', 0, false);
    expect(
      table.add(packetOf(new Conversation({ clientPort: 2 }).client('')), 'opening', 1, false),
    ).toBeNull();
  });
});
