/** Builds the datagrams of one TCP connection, for tests and replays: sequence numbers are kept, checksums are not computed. */
export class Conversation {
  readonly clientPort: number;
  readonly serverPort: number;
  readonly v6: boolean;
  clientNext: number;
  serverNext: number;

  constructor(
    options: { clientPort?: number; serverPort?: number; v6?: boolean; clientStart?: number } = {},
  ) {
    this.clientPort = options.clientPort ?? 40_000;
    this.serverPort = options.serverPort ?? 80;
    this.v6 = options.v6 ?? false;
    this.clientNext = options.clientStart ?? 1000;
    this.serverNext = 5000;
  }

  /** SYN, SYN/ACK, ACK. */
  open(): Uint8Array[] {
    const syn = this.#tcp(true, this.clientNext, 0, SYN, EMPTY);
    this.clientNext = (this.clientNext + 1) >>> 0;
    const synAck = this.#tcp(false, this.serverNext, this.clientNext, SYN | ACK, EMPTY);
    this.serverNext = (this.serverNext + 1) >>> 0;
    return [syn, synAck, this.ackFromClient()];
  }

  /** The next bytes the client sends. */
  client(data: string | Uint8Array): Uint8Array {
    const bytes = bytesOf(data);
    const segment = this.#tcp(true, this.clientNext, this.serverNext, ACK, bytes);
    this.clientNext = (this.clientNext + bytes.length) >>> 0;
    return segment;
  }

  server(data: string | Uint8Array): Uint8Array {
    const bytes = bytesOf(data);
    const segment = this.#tcp(false, this.serverNext, this.clientNext, ACK, bytes);
    this.serverNext = (this.serverNext + bytes.length) >>> 0;
    return segment;
  }

  /** A segment of the client `offset` bytes after what it sent so far; nothing is remembered. */
  clientAt(offset: number, data: string | Uint8Array, flags: number = ACK): Uint8Array {
    return this.#tcp(true, (this.clientNext + offset) >>> 0, this.serverNext, flags, bytesOf(data));
  }

  ackFromClient(): Uint8Array {
    return this.#tcp(true, this.clientNext, this.serverNext, ACK, EMPTY);
  }

  /** The server acknowledges what the client sent so far, plus `ahead` bytes. */
  ackFromServer(ahead = 0): Uint8Array {
    return this.#tcp(false, this.serverNext, (this.clientNext + ahead) >>> 0, ACK, EMPTY);
  }

  #tcp(
    toServer: boolean,
    sequence: number,
    acknowledgment: number,
    flags: number,
    payload: Uint8Array,
  ): Uint8Array {
    const segment = new Uint8Array(20 + payload.length);
    const view = new DataView(segment.buffer);
    view.setUint16(0, toServer ? this.clientPort : this.serverPort);
    view.setUint16(2, toServer ? this.serverPort : this.clientPort);
    view.setUint32(4, sequence);
    view.setUint32(8, acknowledgment);
    segment[12] = 5 << 4;
    segment[13] = flags;
    segment.set(payload, 20);
    return ipDatagram(this.v6, toServer, 6, segment);
  }
}

export const SYN = 2;
export const RST = 4;
export const ACK = 16;
const EMPTY = new Uint8Array(0);

export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Uint8Array.from(data, (char) => char.charCodeAt(0)) : data;
}

export function udpDatagram(
  data: string | Uint8Array,
  toServer = true,
  ports: [number, number] = [5353, 53],
): Uint8Array {
  const payload = bytesOf(data);
  const segment = new Uint8Array(8 + payload.length);
  const view = new DataView(segment.buffer);
  view.setUint16(0, ports[toServer ? 0 : 1]);
  view.setUint16(2, ports[toServer ? 1 : 0]);
  view.setUint16(4, segment.length);
  segment.set(payload, 8);
  return ipDatagram(false, toServer, 17, segment);
}

/** Client 10.0.0.1 or 2001:db8::1, server 10.0.0.2 or 2001:db8::2. */
export function ipDatagram(
  v6: boolean,
  toServer: boolean,
  protocol: number,
  payload: Uint8Array,
): Uint8Array {
  const head = v6 ? 40 : 20;
  const datagram = new Uint8Array(head + payload.length);
  const view = new DataView(datagram.buffer);
  const source = toServer ? 1 : 2;
  if (v6) {
    datagram[0] = 6 << 4;
    view.setUint16(4, payload.length);
    datagram[6] = protocol;
    view.setUint32(8, 0x20010db8);
    datagram[23] = source;
    view.setUint32(24, 0x20010db8);
    datagram[39] = 3 - source;
  } else {
    datagram[0] = 0x45;
    view.setUint16(2, datagram.length);
    datagram[9] = protocol;
    view.setUint32(12, 0x0a000000 + source);
    view.setUint32(16, 0x0a000003 - source);
  }
  datagram.set(payload, head);
  return datagram;
}
