/**
 * The agent protocol's level. One integer; every meaning it ever had is told here, so that old agents keep working.
 *
 * - 1 (2026-11-23): activation, beat, content by hash, sealed event batches, deactivation.
 */
export const PROTOCOL_LEVEL = 1;

/** How far a host's clock may be off before the plane refuses, in ms (AGT-2). */
export const MAX_CLOCK_SKEW = 5 * 60_000;

export const BEAT_INTERVAL_SECONDS = 600;
