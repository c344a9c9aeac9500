/** How connections to one port of this host began, as many as were seen. */
export interface Openings {
  readonly port: number;
  /** With a TLS ClientHello. */
  readonly tls: number;
  /** With anything else. */
  readonly plain: number;
}

/** A host listens on few ports; a peer that finds more open does not fill our memory. */
const MOST_PORTS = 256;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
/** Type, version and length of the record (RFC 8446 section 5.1), type of the message. */
const HEAD = 6;

/** Counts by port how clients began to speak. */
export class OpeningCounter {
  #counts = new Map<number, { tls: number; plain: number }>();

  /** `bytes` from `from` to `to`: the first that a client sent on a connection. */
  note(port: number, bytes: Uint8Array, from: number, to: number): void {
    const begun = beginning(bytes, from, to);
    if (begun === 'too-short') return;
    const counts = this.#counts.get(port);
    if (counts !== undefined) counts[begun]++;
    else if (this.#counts.size < MOST_PORTS) this.#counts.set(port, { tls: 0, plain: 0, [begun]: 1 });
  }

  /** What was counted since it was last taken. */
  take(): readonly Openings[] {
    if (this.#counts.size === 0) return [];
    const taken = [...this.#counts].map(([port, counts]) => ({ port, ...counts }));
    this.#counts = new Map();
    return taken;
  }
}

const beginning = (bytes: Uint8Array, from: number, to: number): 'tls' | 'plain' | 'too-short' => {
  if (bytes[from] !== HANDSHAKE) return 'plain';
  if (to - from < HEAD) return 'too-short';
  return bytes[from + 1] === 3 && bytes[from + 5] === CLIENT_HELLO ? 'tls' : 'plain';
};
