/**
 * Netlink messages by hand (linux/netlink.h): a 16-byte header in host order, then attributes of
 * `length u16, type u16, value`, each padded to 4 bytes. Host order is little-endian on every platform we run on;
 * values inside netfilter attributes are big-endian.
 */
export const HEADER = 16;
/** nfgenmsg: family u8, version u8, resource id u16 big-endian. */
export const NETFILTER_HEADER = 4;
const ATTRIBUTE_HEADER = 4;

export const NLM_F_REQUEST = 1;
export const NLM_F_ACK = 4;
export const NLMSG_ERROR = 2;

const align = (n: number): number => (n + 3) & ~3;

export interface Attribute {
  readonly type: number;
  readonly value: Uint8Array;
}

/** One netfilter request: `subsystem` and `message` make the type, `resource` is the queue or group number. */
export function encodeRequest(request: {
  readonly subsystem: number;
  readonly message: number;
  readonly resource: number;
  readonly family?: number;
  readonly sequence?: number;
  readonly ack?: boolean;
  readonly attributes: readonly Attribute[];
}): Buffer {
  const size = request.attributes.reduce(
    (sum, { value }) => sum + align(ATTRIBUTE_HEADER + value.length),
    HEADER + NETFILTER_HEADER,
  );
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(size, 0);
  bytes.writeUInt16LE((request.subsystem << 8) | request.message, 4);
  bytes.writeUInt16LE(NLM_F_REQUEST | (request.ack ? NLM_F_ACK : 0), 6);
  bytes.writeUInt32LE(request.sequence ?? 0, 8);
  bytes.writeUInt8(request.family ?? 0, HEADER);
  bytes.writeUInt16BE(request.resource, HEADER + 2);
  let at = HEADER + NETFILTER_HEADER;
  for (const { type, value } of request.attributes) {
    bytes.writeUInt16LE(ATTRIBUTE_HEADER + value.length, at);
    bytes.writeUInt16LE(type, at + 2);
    bytes.set(value, at + ATTRIBUTE_HEADER);
    at += align(ATTRIBUTE_HEADER + value.length);
  }
  return bytes;
}

export interface MessageView {
  /** Offset of the message's header. */
  readonly start: number;
  /** Offset just after the message; never beyond `limit`. */
  readonly end: number;
  readonly type: number;
  readonly sequence: number;
}

/** The message that starts at `start`, or null when the bytes up to `limit` hold no whole one. */
export function messageAt(bytes: Buffer, start: number, limit: number): MessageView | null {
  if (limit - start < HEADER) return null;
  const length = bytes.readUInt32LE(start);
  if (length < HEADER || length > limit - start) return null;
  return {
    start,
    end: start + length,
    type: bytes.readUInt16LE(start + 4),
    sequence: bytes.readUInt32LE(start + 8),
  };
}

/** Offset of the message after this one. */
export function afterMessage(message: MessageView): number {
  return message.start + align(message.end - message.start);
}

/** Calls `visit` for each whole attribute of a netfilter message; stops at the first one that overruns. */
export function eachAttribute(
  bytes: Buffer,
  message: MessageView,
  visit: (type: number, start: number, end: number) => void,
): void {
  let at = message.start + HEADER + NETFILTER_HEADER;
  while (message.end - at >= ATTRIBUTE_HEADER) {
    const length = bytes.readUInt16LE(at);
    if (length < ATTRIBUTE_HEADER || length > message.end - at) return;
    visit(bytes.readUInt16LE(at + 2) & 0x3fff, at + ATTRIBUTE_HEADER, at + length);
    at += align(length);
  }
}

/** The errno (0 = acknowledged) an NLMSG_ERROR message carries, or null when it is cut short. */
export function errorOf(bytes: Buffer, message: MessageView): number | null {
  if (message.end - message.start < HEADER + 4) return null;
  return -bytes.readInt32LE(message.start + HEADER);
}

export const u8 = (...values: number[]): Uint8Array => Uint8Array.from(values);

export function u16(value: number): Uint8Array {
  return u8((value >>> 8) & 0xff, value & 0xff);
}

export function u32(value: number): Uint8Array {
  return u8((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
