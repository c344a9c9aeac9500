import type { Listener } from './inventory.ts';

/** Ports that carry TLS from the first byte by their assignment (IANA) or by everybody's habit. */
const TLS_PORTS: ReadonlySet<number> = new Set([
  261, 443, 448, 465, 563, 636, 684, 695, 832, 853, 989, 990, 992, 993, 994, 995, 2083, 2087, 2096, 2376,
  3269, 4843, 5061, 5349, 5671, 5986, 6443, 6514, 6697, 8443, 8883, 9443, 10250,
]);

/** A port that is not for TLS is believed to speak it only after so many connections: peers could feign a few. */
const MANY = 16;
/** One in so many connections may begin otherwise: scanners knock at TLS ports in plain. */
const FEW_OTHERS = 10;

/**
 * Whether a listener speaks TLS from the first byte. What the agent saw goes before what a port is for; in doubt it
 * is not TLS, since a rule that is recommended in vain costs less than one that is missing.
 */
export const isTls = ({ protocol, port, seen }: Listener): boolean => {
  if (protocol !== 'tcp') return false;
  const isExpected = TLS_PORTS.has(port);
  if (!seen || seen.tls + seen.plain === 0) return isExpected;
  if (seen.plain * FEW_OTHERS > seen.tls) return false;
  return isExpected || seen.tls >= MANY;
};
