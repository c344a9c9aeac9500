import { Tail } from './tail.ts';

/** A segment that came before its turn. Positions count bytes of the stream. */
export interface EarlySegment {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** One direction of a TCP connection. */
export class Half {
  /** Sequence number of stream position 0; null until it is known. */
  initial: number | null = null;
  /** Position after the last byte delivered in order. */
  delivered = 0;
  /** Position up to which the other side has acknowledged. */
  acknowledged = 0;
  /** Delivered bytes that a retransmission may still repeat or a rule may still look back at. */
  readonly tail = new Tail(0);
  /** Sorted by position; neighbours may overlap, with equal bytes. */
  early: EarlySegment[] = [];
  earlyBytes = 0;
  finished = false;
  /** Position 0 is where reading happened to begin: bytes before it may still be on their way. */
  guessed = false;

  /** Bytes held for this direction. */
  get held(): number {
    return this.tail.length + this.earlyBytes;
  }

  /** Stream position of a sequence number: the one nearest to what is expected next (RFC 9293 section 3.4). */
  positionOf(sequence: number): number {
    const expected = (this.initial! + this.delivered) >>> 0;
    return this.delivered + ((sequence - expected) | 0);
  }

  /** Starts anew, position 0 being the byte with this sequence number. */
  open(sequence: number): void {
    this.initial = sequence >>> 0;
    this.delivered = 0;
    this.acknowledged = 0;
    this.forget();
    this.tail.restart(0);
    this.finished = false;
    this.guessed = false;
  }

  /** Starts anew at an earlier byte, all that was delivered now being early. False when it is not all held any more. */
  openBefore(sequence: number): boolean {
    const shift = -this.positionOf(sequence);
    if (this.tail.length !== this.delivered) return false;
    const { bytes, start, end } = this.tail;
    const read: EarlySegment = { position: shift, bytes: bytes.slice(start, end) };
    const later = this.early.map(({ position, bytes: held }) => ({
      position: position + shift,
      bytes: held,
    }));
    this.open(sequence);
    this.early = [read, ...later];
    this.earlyBytes = this.early.reduce((sum, { bytes: held }) => sum + held.length, 0);
    this.guessed = true;
    return true;
  }

  /** Gives back the memory of everything held. */
  forget(): void {
    this.tail.release();
    this.early = [];
    this.earlyBytes = 0;
  }
}
