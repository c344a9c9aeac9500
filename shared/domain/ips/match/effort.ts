/**
 * What matching may still cost for the packet at hand. One allowance for all rules: were each given its own, a payload
 * made to trouble many of them would hold up all traffic.
 */
export interface Effort {
  left: number;
}

/** About ten milliseconds on a slow machine; ordinary packets take a few hundred steps. */
export const STEPS_PER_PACKET = 1_000_000;

export function fullEffort(): Effort {
  return { left: STEPS_PER_PACKET };
}

/** Whether some rule could not be tried to the end. */
export function isSpent(effort: Effort): boolean {
  return effort.left < 0;
}
