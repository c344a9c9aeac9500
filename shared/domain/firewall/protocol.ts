import type { ProtocolName } from './rule.ts';

/** IP protocol numbers a rule matches. `ports` and `icmp` say which further fields make sense with them. */
export interface ProtocolMatch {
  readonly numbers: readonly number[];
  readonly not: boolean;
  readonly ports: boolean;
  readonly icmp: boolean;
  /** Set when the protocol occurs in one IP version only. */
  readonly version?: 4 | 6;
}

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

/** The names of the API (FW-5); numbers by IANA. */
const NUMBERS: Record<Exclude<ProtocolName, 'any' | 'other'>, readonly number[]> = {
  icmp: [ICMP],
  igmp: [2],
  ggp: [3],
  tcp: [TCP],
  pup: [12],
  udp: [UDP],
  idp: [22],
  nd: [77],
  raw: [255],
  'tcp-udp': [TCP, UDP],
  icmpv6: [ICMPV6],
};

/** Null matches any protocol. */
export function protocolMatch(
  name: ProtocolName,
  number: number | undefined,
  not: boolean,
): ProtocolMatch | null | 'bad-number' | 'not-any' {
  if (name === 'any') return not ? 'not-any' : null;
  if (name === 'other') {
    if (number === undefined || !Number.isInteger(number) || number < 0 || number > 255) return 'bad-number';
    return { numbers: [number], not, ports: false, icmp: false };
  }
  const numbers = NUMBERS[name];
  const ports = !not && (name === 'tcp' || name === 'udp' || name === 'tcp-udp');
  if (name !== 'icmp' && name !== 'icmpv6') return { numbers, not, ports, icmp: false };
  return not
    ? { numbers, not, ports, icmp: false }
    : { numbers, not, ports, icmp: true, version: name === 'icmp' ? 4 : 6 };
}
