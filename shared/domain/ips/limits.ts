/** Bounds of an engine; every one has a default. */
export interface EngineLimits {
  /** Flows held at once (IPS-8). One more is dropped inline, with reason 151 or 152. */
  readonly tcpFlows: number;
  readonly udpFlows: number;
  /** Inspect the streams of TCP flows whose opening was not seen. */
  readonly midstream: boolean;
  /** Bytes of one direction kept because they are out of order or not acknowledged yet. */
  readonly heldPerStream: number;
  /** The same over all flows. */
  readonly heldInAll: number;
  /** Mixed into the flow hash, so that nobody outside can aim at one bucket. Random per process. */
  readonly hashSeed: number;
}

export const DEFAULT_LIMITS: EngineLimits = {
  tcpFlows: 30_000,
  udpFlows: 30_000,
  midstream: false,
  heldPerStream: 1_048_576,
  heldInAll: 134_217_728,
  hashSeed: 0x5bd1e995,
};

/**
 * Milliseconds without a packet after which a flow is forgotten. A closed one stays for long, in case its reset or FIN
 * never reached the other end and the connection goes on; it makes room as soon as there is none.
 */
export const IDLE_MS = { opening: 60_000, established: 3_600_000, closed: 600_000, udp: 180_000 } as const;

/** In a full table a flow in its opening keeps its place for so long, milliseconds: more than most round trips. */
export const OPENING_GRACE_MS = 1000;

/** Bytes of a stream in which one rule without HTTP keywords must fit, as Suricata's chunk of about 2,560. */
export const STREAM_WINDOW = 4096;

/** Bytes of a request body in which one rule must fit; a body may be longer. */
export const BODY_WINDOW = 65_536;
