import type { RefusedSignature, Signature } from '../../../shared/domain/ips/engine.ts';
import type { Openings } from '../../../shared/domain/ips/inspect/openings.ts';
import { MSG_DONTWAIT, MSG_NOSIGNAL, receiveBytes, sendBytes } from '../netlink/libc.ts';
import type { InspectionCounts, InspectionHit } from './spec.ts';

/** What the parent tells the child, one JSON line each. */
export type ToChild = {
  readonly type: 'rules';
  readonly sequence: number;
  readonly behaviour: 'prevent' | 'detect';
  readonly signatures: readonly Signature[];
  readonly limits: { readonly tcpFlows: number; readonly udpFlows: number } | null;
  readonly alwaysCapture: readonly number[];
};

/** What the child tells the parent. `busy`: no beat for so long, because rules are being compiled. */
export type FromChild =
  | { readonly type: 'beat'; readonly counts: InspectionCounts }
  | { readonly type: 'busy'; readonly forMs: number }
  | {
      readonly type: 'loaded';
      readonly sequence: number;
      readonly loaded: number;
      readonly refused: readonly RefusedSignature[];
    }
  | { readonly type: 'openings'; readonly openings: readonly Openings[] }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'hit'; readonly hit: InspectionHit };

/** The child's end. Neither direction ever blocks: a slow parent must not hold up traffic. */
export interface ControlChannel {
  /** Whole messages that have come; null when the parent is gone. */
  receive(): ToChild[] | null;
  /** False when the parent does not keep up and the message was given up. */
  send(message: FromChild): boolean;
}

const AGAIN = -11;
const MOST_PENDING = 1024 * 1024;
const LONGEST_LINE = 256 * 1024 * 1024;

/** `fd` is one end of a stream socket pair (what spawn makes of 'pipe'). */
export function openControl(fd: number): ControlChannel {
  const chunk = Buffer.allocUnsafeSlow(262_144);
  let parts: Buffer[] = [];
  let size = 0;
  let unsent: Buffer = Buffer.alloc(0);

  const flush = (): boolean => {
    while (unsent.length > 0) {
      const sent = sendBytes(fd, unsent, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent <= 0) return false;
      unsent = unsent.subarray(sent);
    }
    return true;
  };

  const takeLines = (): ToChild[] => {
    const lines = Buffer.concat(parts).toString('utf8').split('\n');
    const rest = Buffer.from(lines.pop() ?? '', 'utf8');
    parts = [rest];
    size = rest.length;
    return lines.map((line) => JSON.parse(line) as ToChild);
  };

  return {
    receive() {
      flush();
      let ended = false;
      let whole = false;
      for (;;) {
        const got = receiveBytes(fd, chunk, MSG_DONTWAIT);
        if (got === AGAIN) break;
        ended = got <= 0 || size + got > LONGEST_LINE;
        if (ended) break;
        parts.push(Buffer.from(chunk.subarray(0, got)));
        size += got;
        whole ||= chunk.subarray(0, got).includes(10);
      }
      if (ended) return null;
      return whole ? takeLines() : [];
    },
    send(message) {
      flush();
      if (unsent.length > MOST_PENDING) return false;
      const line = Buffer.from(`${JSON.stringify(message)}\n`, 'utf8');
      unsent = unsent.length === 0 ? line : Buffer.concat([unsent, line]);
      flush();
      return true;
    },
  };
}
