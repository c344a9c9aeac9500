/** What a plane asks of a host besides its configuration; answered at a beat, or by the agent when it can (IPS-6). */
export const hostRequests = [
  'scan-for-recommendations',
  'check-for-security-updates',
  'send-policy',
] as const;
export type HostRequest = (typeof hostRequests)[number];

/** Times in epoch ms. `requested`: when it was set, `started`: when the host began. */
export interface Answered {
  readonly requested: number;
  readonly started: number;
}

/**
 * What a host's item holds of requests. Both only rise, so that a request that is set twice, or answered twice, is
 * set and answered once; one is waiting while its time is above that of the last answer.
 */
export interface Asked {
  readonly requests?: Readonly<Partial<Record<HostRequest, number>>> | undefined;
  readonly answered?: Readonly<Partial<Record<HostRequest, Answered>>> | undefined;
  /** When a check for updates is no longer wanted; absent: it waits for as long as it takes. */
  readonly checkUntil?: number | undefined;
}

export const isWaiting = (host: Asked, what: HostRequest, now: number): boolean => {
  const requested = host.requests?.[what] ?? 0;
  if (requested <= (host.answered?.[what]?.requested ?? 0)) return false;
  return what !== 'check-for-security-updates' || (host.checkUntil ?? now + 1) > now;
};

/** What waits for this host at `now`, with the time at which it was asked. */
export const waitingRequests = (host: Asked, now: number): ReadonlyMap<HostRequest, number> =>
  new Map(
    hostRequests
      .filter((what) => isWaiting(host, what, now))
      .map((what) => [what, host.requests?.[what] ?? now]),
  );

/**
 * Requests that a beat answers by itself: the reply brings the configuration, and rules come with it. A scan is
 * answered by the inventory.
 */
export const answeredByBeat = (
  waiting: ReadonlyMap<HostRequest, number>,
  now: number,
): ReadonlyMap<HostRequest, Answered> =>
  new Map(
    [...waiting]
      .filter(([what]) => what !== 'scan-for-recommendations')
      .map(([what, requested]) => [what, { requested, started: now }]),
  );
