import type { Listener } from './inventory.ts';

/** Ports that carry TLS from the first byte by their assignment (IANA) or by everybody's habit. */
const TLS_PORTS: ReadonlySet<number> = new Set([
  261, 443, 448, 465, 563, 636, 684, 695, 832, 853, 989, 990, 992, 993, 994, 995, 2083, 2087, 2096, 2376,
  3269, 4843, 5061, 5349, 5671, 5986, 6443, 6514, 6697, 8443, 8883, 9443, 10250,
]);

/** What the agent saw goes before what a port is for. */
export const isTls = ({ protocol, port, tls }: Listener): boolean =>
  tls ?? (protocol === 'tcp' && TLS_PORTS.has(port));
