import { closeSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { openRawSender } from '../../../agent/src/inspect/blocking.ts';
import {
  AF_INET,
  AF_INET6,
  openSocket,
  receiveBytes,
  SOCK_RAW,
  setReceiveTimeout,
} from '../../../agent/src/netlink/libc.ts';
import type { Operation } from '../../../infra/local/demo/rpc.ts';
import {
  ACK,
  datagrams,
  PSH,
  type Route,
  RST,
  type Segment,
  SYN,
  type Travel,
  tcpSegment,
  URG,
} from './forged-segment.ts';

/** A conversation that no kernel would hold: segment by segment, by hand. */
export interface Forged extends Travel {
  readonly from: string;
  readonly to: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly data: string;
  /** A segment with a bad checksum ahead of everything. */
  readonly stray?: boolean;
  /** A connection on the same ports and numbers before; its request. */
  readonly before?: string;
  /** A second SYN, with a bad checksum and another number, right behind the first. */
  readonly decoy?: boolean;
  /** A byte sent as urgent data at this place, announced `early` by a segment without data or with its own. */
  readonly urgent?: { readonly at: number; readonly byte: string; readonly early: boolean };
}

export interface ForgedEnd {
  readonly end: 'answered' | 'reset' | 'timeout';
  readonly answer: string;
}

const STEP_MS = 300;
const PATIENCE = 12;
const START = 100_000;

interface Heard {
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly data: string;
}

/** The party's own kernel must be kept from answering: see `silence`. */
export function forgedOperations(): Record<string, Operation> {
  return {
    forged(args: Forged): ForgedEnd {
      const wire = openWire(args);
      try {
        if (args.stray)
          wire.send({ flags: ACK | PSH, sequence: 7, acknowledgement: 9, data: 'x', spoilt: true });
        if (args.before !== undefined) {
          const { next } = talk(wire, open(wire, false), args.before, undefined);
          wire.send({ flags: RST | ACK, sequence: START + 1 + args.before.length, acknowledgement: next });
          wire.hear();
        }
        return talk(wire, open(wire, args.decoy === true), args.data, args.urgent);
      } finally {
        wire.close();
      }
    },
  };
}

type Wire = ReturnType<typeof openWire>;

function openWire(args: Route & Travel) {
  const sender = openRawSender();
  const six = isIPv6(args.to);
  const fd = openSocket(six ? AF_INET6 : AF_INET, SOCK_RAW, 6);
  setReceiveTimeout(fd, STEP_MS);
  const buffer = Buffer.alloc(65_536);
  return {
    send(segment: Segment): void {
      for (const datagram of datagrams(args, tcpSegment(args, segment), args)) sender.send(datagram, 0);
    },
    /** The next segment for us; null when none comes for a while. */
    hear(): Heard | null {
      for (;;) {
        const got = receiveBytes(fd, buffer, 0);
        if (got < 0) return null;
        const tcp = buffer.subarray(six ? 0 : 20, got);
        if (tcp.readUInt16BE(0) !== args.toPort || tcp.readUInt16BE(2) !== args.fromPort) continue;
        return {
          flags: tcp[13] ?? 0,
          sequence: tcp.readUInt32BE(4),
          acknowledgement: tcp.readUInt32BE(8),
          data: tcp.toString('latin1', ((tcp[12] ?? 0) >> 4) * 4),
        };
      }
    },
    close(): void {
      sender.close();
      closeSync(fd);
    },
  };
}

/** Asks for a connection, again and again, until it is answered; the number to acknowledge. */
function open(wire: Wire, decoy: boolean): number {
  const syn = { flags: SYN, sequence: START };
  wire.send(syn);
  if (decoy) wire.send({ flags: SYN, sequence: 555_555, spoilt: true });
  for (let waited = 0; waited < PATIENCE; waited += 1) {
    const heard = wire.hear();
    if (heard === null) wire.send(syn);
    else if ((heard.flags & SYN) !== 0 && heard.acknowledgement === START + 1) return heard.sequence + 1;
  }
  throw new Error('no answer to a SYN');
}

function talk(
  wire: Wire,
  from: number,
  data: string,
  urgent: Forged['urgent'],
): ForgedEnd & { next: number } {
  let next = from;
  say(wire, next, data, urgent);
  let answer = '';
  for (let waited = 0; waited < PATIENCE; waited += 1) {
    const heard = wire.hear();
    if (heard === null) continue;
    if ((heard.flags & RST) !== 0) return { end: 'reset', answer, next };
    answer += heard.data;
    if (heard.data !== '') next = heard.sequence + heard.data.length;
    if (answer.includes('\r\n\r\n')) return { end: 'answered', answer, next };
  }
  return { end: 'timeout', answer, next };
}

function say(wire: Wire, acknowledgement: number, data: string, urgent: Forged['urgent']): void {
  const sequence = START + 1;
  if (urgent === undefined) {
    wire.send({ flags: ACK | PSH, sequence, acknowledgement, data });
    return;
  }
  const { at, byte, early } = urgent;
  const head = data.slice(0, at) + byte;
  const mark = { flags: ACK | PSH | URG, urgentPointer: head.length };
  if (early) wire.send({ ...mark, flags: ACK | URG, sequence, acknowledgement });
  wire.send({ ...(early ? { flags: ACK | PSH } : mark), sequence, acknowledgement, data: head });
  wire.hear();
  wire.send({ flags: ACK | PSH, sequence: sequence + head.length, acknowledgement, data: data.slice(at) });
}
