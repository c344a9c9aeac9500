/** A packet's bytes are kept once per rule within this, in ms (behaviour.md section 3). */
export const CAPTURE_PERIOD = 5 * 60_000;
/** Of one packet, from its IP header on. */
export const LONGEST_PACKET = 2048;
/** Of one host in a period, whatever the rules say: an attacker chooses how many packets hit. */
const MOST_IN_PERIOD = 20;

/** Which packets are kept beside the event that tells of them. */
export interface Captures {
  /** Base64 of the packet, cut at `LONGEST_PACKET`; undefined when it is not this packet's turn. `at` in epoch ms. */
  take(
    hit: { readonly ruleID: number; readonly reason: number | null },
    datagram: Uint8Array,
    at: number,
  ): string | undefined;
  /** Rules of which every packet is kept, within the bound for the host (`alwaysIncludePacketData`). */
  always(ruleIDs: readonly number[]): void;
}

export const createCaptures = (): Captures => {
  const last = new Map<string, number>();
  let always: ReadonlySet<number> = new Set();
  let begun = Number.NEGATIVE_INFINITY;
  let taken = 0;
  /** A clock that was set back must not end captures. */
  const over = (since: number, at: number): boolean => at - since >= CAPTURE_PERIOD || at < since;

  return {
    take({ ruleID, reason }, datagram, at) {
      if (over(begun, at)) [begun, taken] = [at, 0];
      if (taken >= MOST_IN_PERIOD) return undefined;
      const cause = reason === null ? `rule ${ruleID}` : `reason ${reason}`;
      if (!always.has(ruleID) && !over(last.get(cause) ?? Number.NEGATIVE_INFINITY, at)) return undefined;
      last.set(cause, at);
      taken += 1;
      return Buffer.from(datagram.subarray(0, LONGEST_PACKET)).toString('base64');
    },
    always(ruleIDs) {
      always = new Set(ruleIDs);
    },
  };
};
