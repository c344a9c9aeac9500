import { addressOf, MSG_WAITFORONE, receiveMessages } from './libc.ts';

/** `struct mmsghdr` of 64-bit Linux: msghdr (56 bytes, the io vector's address at 16), then the received length. */
const MMSGHDR = 64;
const IOVEC = 16;

/** Where message `i` of a batch lies in `bytes`: `i * slot`, `lengths[i]` bytes of it filled. */
export interface ReceiveBatch {
  readonly bytes: Buffer;
  readonly slot: number;
  readonly lengths: Int32Array;
  /** The kernel knows this memory by address only: the collector must see that it is in use. */
  readonly vectors: Buffer;
  /** Waits for one message (bounded by the socket's receive time-out) and takes what else is there: the number, or the negative errno. */
  receive(extraFlags?: number): number;
}

/**
 * Many datagrams in one system call. The memory is allocated once and handed to the kernel by address, so it
 * must not be pooled or moved: allocUnsafeSlow gives it its own backing store.
 */
export function createReceiveBatch(fd: number, slots: number, slot: number): ReceiveBatch {
  const bytes = Buffer.allocUnsafeSlow(slots * slot);
  const vectors = Buffer.allocUnsafeSlow(slots * IOVEC).fill(0);
  const headers = Buffer.allocUnsafeSlow(slots * MMSGHDR).fill(0);
  const base = addressOf(bytes);
  const vectorBase = addressOf(vectors);
  for (let i = 0; i < slots; i += 1) {
    vectors.writeBigUInt64LE(base + BigInt(i * slot), i * IOVEC);
    vectors.writeBigUInt64LE(BigInt(slot), i * IOVEC + 8);
    headers.writeBigUInt64LE(vectorBase + BigInt(i * IOVEC), i * MMSGHDR + 16);
    headers.writeBigUInt64LE(1n, i * MMSGHDR + 24);
  }
  const lengths = new Int32Array(slots);
  return {
    bytes,
    slot,
    lengths,
    vectors,
    receive(extraFlags = 0) {
      const count = receiveMessages(fd, headers, slots, MSG_WAITFORONE | extraFlags);
      for (let i = 0; i < count; i += 1) lengths[i] = headers.readUInt32LE(i * MMSGHDR + 56);
      return count;
    },
  };
}
