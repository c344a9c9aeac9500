import type { AddressInterval } from './address.ts';
import type { AddressMatch, CompiledRule, PortMatch } from './compile.ts';
import { implicitDeny } from './implicit-deny.ts';
import { ICMPV6 } from './protocol.ts';
import type { Direction } from './rule.ts';

/** A packet as the firewall sees it. Ports and ICMP numbers are null where the protocol has none. */
export interface PacketDescription {
  readonly direction: Direction;
  readonly version: 4 | 6;
  readonly protocol: number;
  readonly source: bigint;
  readonly destination: bigint;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  /** Belongs to a connection that was let through or lived before the firewall came (AGT-12). */
  readonly established: boolean;
}

/** `event` is by the reason table: 20 log only, 21 a deny rule, 123 out of allowed policy. `inspected`: intrusion prevention comes next. */
export interface FirewallDecision {
  readonly verdict: 'pass' | 'drop';
  readonly inspected: boolean;
  readonly ruleID: number | null;
  readonly event: null | { readonly id: 20 | 21 | 123; readonly ruleID: number | null };
}

/**
 * What the host's kernel does with one packet, rule by rule; `rules` come in evaluation order from `compileFirewall`.
 * An explicit rule holds for every packet it names. Only the implicit deny spares what is established, and ICMPv6,
 * without which IPv6 does not work.
 */
export function evaluate(rules: readonly CompiledRule[], packet: PacketDescription): FirewallDecision {
  let logged: CompiledRule | null = null;
  for (const rule of rules) {
    if (!matches(rule, packet)) continue;
    if (rule.action === 'log-only') {
      logged ??= rule;
      continue;
    }
    if (rule.action === 'deny') {
      const event = rule.logs ? ({ id: 21, ruleID: rule.ruleID } as const) : null;
      return { verdict: 'drop', inspected: false, ruleID: rule.ruleID, event };
    }
    return pass(logged, rule.ruleID, rule.action !== 'bypass');
  }
  const spared = packet.established || packet.protocol === ICMPV6;
  if (implicitDeny(rules) && !spared) {
    return { verdict: 'drop', inspected: false, ruleID: null, event: { id: 123, ruleID: null } };
  }
  return pass(logged, null, true);
}

function pass(logged: CompiledRule | null, ruleID: number | null, inspected: boolean): FirewallDecision {
  const event = logged?.logs ? ({ id: 20, ruleID: logged.ruleID } as const) : null;
  return { verdict: 'pass', inspected, ruleID, event };
}

function matches(rule: CompiledRule, packet: PacketDescription): boolean {
  return (
    rule.direction === packet.direction &&
    rule.versions.includes(packet.version) &&
    (rule.protocol === null || rule.protocol.numbers.includes(packet.protocol) !== rule.protocol.not) &&
    matchesAddress(rule.source, packet.version, packet.source) &&
    matchesAddress(rule.destination, packet.version, packet.destination) &&
    matchesPort(rule.sourcePorts, packet.sourcePort) &&
    matchesPort(rule.destinationPorts, packet.destinationPort) &&
    (rule.icmpType === null || rule.icmpType === packet.icmpType) &&
    (rule.icmpCode === null || rule.icmpCode === packet.icmpCode)
  );
}

function matchesAddress(match: AddressMatch | null, version: 4 | 6, value: bigint): boolean {
  if (match === null) return true;
  const within = (interval: AddressInterval): boolean =>
    interval.version === version && interval.from <= value && value <= interval.to;
  return match.intervals.some(within) !== match.not;
}

function matchesPort(match: PortMatch | null, port: number | null): boolean {
  if (match === null) return true;
  return port !== null && match.ranges.some(({ from, to }) => from <= port && port <= to) !== match.not;
}
