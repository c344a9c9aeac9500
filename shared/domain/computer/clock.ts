import { accept, type Outcome, refuse } from '../outcome.ts';

/**
 * Whether a host's clock is near enough to the plane's for its signed time to mean something (AGT-2). The refusal
 * says by how much and in which direction, and carries the plane's time. All times in epoch ms.
 */
export const checkClock = (hostTime: number, serverTime: number, tolerance: number): Outcome<undefined> => {
  const offset = hostTime - serverTime;
  if (Math.abs(offset) <= tolerance) return accept(undefined);
  const seconds = Math.round(Math.abs(offset) / 1000);
  return refuse(
    'unauthenticated',
    `The host's clock is ${seconds} seconds ${offset < 0 ? 'behind' : 'ahead of'} the plane's ` +
      `(${new Date(serverTime).toISOString()}). Set the clock (NTP) and try again.`,
    'clock-skew',
    { serverTime, offsetSeconds: Math.sign(offset) * seconds },
  );
};
