import { type AddressInterval, between, mergeIntervals, parseInterval, subnet } from './address.ts';
import { inEvaluationOrder } from './order.ts';
import { mergePorts, type PortRange, parsePorts } from './ports.ts';
import { type ProtocolMatch, protocolMatch } from './protocol.ts';
import type { Direction, DisarmedRule, FirewallAction, FirewallRule } from './rule.ts';

/** A rule ready to be matched or written for the kernel. A null match matches everything. */
export interface CompiledRule {
  readonly ruleID: number;
  readonly name: string;
  readonly action: FirewallAction;
  readonly priority: number;
  readonly direction: Direction;
  readonly versions: readonly (4 | 6)[];
  readonly protocol: ProtocolMatch | null;
  readonly source: AddressMatch | null;
  readonly destination: AddressMatch | null;
  readonly sourcePorts: PortMatch | null;
  readonly destinationPorts: PortMatch | null;
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  /** Only deny and log-only rules make events. */
  readonly logs: boolean;
}

export interface AddressMatch {
  readonly intervals: readonly AddressInterval[];
  readonly not: boolean;
}

export interface PortMatch {
  readonly ranges: readonly PortRange[];
  readonly not: boolean;
}

export interface CompiledFirewall {
  /** In evaluation order. */
  readonly rules: readonly CompiledRule[];
  readonly disarmed: readonly DisarmedRule[];
}

/** What keeps one rule from being armed; thrown and caught within this file only. */
class Refusal extends Error {
  readonly field: string;
  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

/** One bad rule disarms only itself and is reported. */
export function compileFirewall(rules: readonly FirewallRule[]): CompiledFirewall {
  const armed: CompiledRule[] = [];
  const disarmed: DisarmedRule[] = [];
  const seen = new Set<number>();
  for (const rule of rules) {
    try {
      if (seen.has(rule.ID)) throw new Refusal('ID', 'is assigned twice');
      armed.push(compileRule(rule));
      seen.add(rule.ID);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      disarmed.push({ ruleID: rule.ID, field: error.field, reason: error.message });
    }
  }
  return { rules: inEvaluationOrder(armed), disarmed };
}

function compileRule(rule: FirewallRule): CompiledRule {
  refuseUnsupported(rule);
  const protocol = protocolOf(rule);
  const hasPorts = protocol?.ports === true;
  const hasType = protocol?.icmp === true;
  const sourcePorts = portMatch(rule, 'source');
  const destinationPorts = portMatch(rule, 'destination');
  if (sourcePorts !== null && !hasPorts)
    throw new Refusal('sourcePortType', 'needs protocol tcp, udp or tcp-udp');
  if (destinationPorts !== null && !hasPorts) {
    throw new Refusal('destinationPortType', 'needs protocol tcp, udp or tcp-udp');
  }
  return {
    ruleID: rule.ID,
    name: rule.name,
    action: rule.action,
    priority: Number(rule.priority),
    direction: rule.direction,
    versions: versionsOf(rule, protocol),
    protocol,
    source: addressMatch(rule, 'source'),
    destination: addressMatch(rule, 'destination'),
    sourcePorts,
    destinationPorts,
    icmpType: hasType ? icmpNumber(rule.ICMPType, 'ICMPType') : null,
    icmpCode: hasType ? icmpNumber(rule.ICMPCode, 'ICMPCode') : null,
    logs: (rule.action === 'deny' || rule.action === 'log-only') && rule.logDisabled !== true,
  };
}

function refuseUnsupported(rule: FirewallRule): void {
  if (!Number.isSafeInteger(rule.ID) || rule.ID < 1)
    throw new Refusal('ID', 'is not a positive whole number');
  if (rule.action === 'allow' && rule.priority !== '0')
    throw new Refusal('priority', 'must be 0 for allow rules');
  if (rule.action === 'log-only' && rule.priority !== '4')
    throw new Refusal('priority', 'must be 4 for log-only rules');
  if (!['0', '1', '2', '3', '4'].includes(rule.priority)) throw new Refusal('priority', 'is not 0 to 4');
  if (rule.sourceMACType !== undefined && rule.sourceMACType !== 'any') {
    throw new Refusal('sourceMACType', 'matching by MAC address is not supported on this host');
  }
  if (rule.destinationMACType !== undefined && rule.destinationMACType !== 'any') {
    throw new Refusal('destinationMACType', 'matching by MAC address is not supported on this host');
  }
  if (rule.anyFlags === false)
    throw new Refusal('anyFlags', 'matching TCP flags is not supported on this host');
  if (rule.ICMPNot === true)
    throw new Refusal('ICMPNot', 'matching all but one ICMP type is not supported on this host');
  if (rule.scheduleID) throw new Refusal('scheduleID', 'schedules are not supported on this host');
  if (rule.contextID) throw new Refusal('contextID', 'contexts are not supported on this host');
}

function versionsOf(rule: FirewallRule, protocol: ProtocolMatch | null): (4 | 6)[] {
  const frame = rule.frameType ?? 'any';
  if (rule.frameNot === true) throw new Refusal('frameNot', 'is not supported on this host');
  if (frame !== 'any' && frame !== 'ip' && frame !== 'ipv4' && frame !== 'ipv6') {
    throw new Refusal('frameType', `${frame} frames are not filtered on this host`);
  }
  const framed: (4 | 6)[] = frame === 'ipv4' ? [4] : frame === 'ipv6' ? [6] : [4, 6];
  const versions = framed.filter(
    (version) => protocol?.version === undefined || protocol.version === version,
  );
  if (versions.length === 0)
    throw new Refusal('protocol', `${rule.protocol} does not occur in ${frame} frames`);
  return versions;
}

function protocolOf(rule: FirewallRule): ProtocolMatch | null {
  const match = protocolMatch(rule.protocol ?? 'any', rule.protocolNumber, rule.protocolNot === true);
  if (match === 'bad-number') throw new Refusal('protocolNumber', 'must be 0 to 255 when protocol is other');
  if (match === 'not-any') throw new Refusal('protocolNot', 'together with protocol any matches nothing');
  return match;
}

type Side = 'source' | 'destination';

function addressMatch(rule: FirewallRule, side: Side): AddressMatch | null {
  const field = <T extends string>(name: T): `${Side}IP${T}` => `${side}IP${name}`;
  const type = rule[`${side}IPType`] ?? 'any';
  const not = rule[`${side}IPNot`] === true;
  const found = (interval: AddressInterval | null, name: string): AddressInterval => {
    if (interval === null) throw new Refusal(`${side}IP${name}`, 'is not an address, subnet or range');
    return interval;
  };
  const value = rule[`${side}IPValue`] ?? '';
  switch (type) {
    case 'any':
      if (not) throw new Refusal(field('Not'), 'together with any address matches nothing');
      return null;
    case 'single':
      return { intervals: [found(parseInterval(value), 'Value')], not };
    case 'masked-ip':
      return { intervals: [found(masked(value, rule[`${side}IPMask`] ?? ''), 'Mask')], not };
    case 'range': {
      const from = rule[`${side}IPRangeFrom`] ?? '';
      const interval = between(from, rule[`${side}IPRangeTo`] ?? '');
      return { intervals: [found(interval, 'RangeFrom')], not };
    }
    case 'multiple': {
      const several = rule[`${side}IPMultiple`] ?? [];
      if (several.length === 0) throw new Refusal(field('Multiple'), 'is empty');
      return {
        intervals: mergeIntervals(several.map((text) => found(parseInterval(text), 'Multiple'))),
        not,
      };
    }
    default:
      throw new Refusal(field('Type'), `${type} must be resolved to addresses before it reaches a host`);
  }
}

/** A mask left empty with the prefix in the value (`10.0.0.0/8`) is common in scripts. */
function masked(value: string, mask: string): AddressInterval | null {
  return mask === '' && value.includes('/') ? parseInterval(value) : subnet(value, mask);
}

function portMatch(rule: FirewallRule, side: Side): PortMatch | null {
  const type = rule[`${side}PortType`] ?? 'any';
  const not = rule[`${side}PortNot`] === true;
  if (type === 'any') {
    if (not) throw new Refusal(`${side}PortNot`, 'together with any port matches nothing');
    return null;
  }
  if (type !== 'multiple') {
    throw new Refusal(`${side}PortType`, `${type} must be resolved to ports before it reaches a host`);
  }
  const texts = rule[`${side}PortMultiple`] ?? [];
  if (texts.length === 0) throw new Refusal(`${side}PortMultiple`, 'is empty');
  const ranges = texts.map((text) => {
    const range = parsePorts(text);
    if (range === null)
      throw new Refusal(`${side}PortMultiple`, `${JSON.stringify(text)} is not a port or range`);
    return range;
  });
  return { ranges: mergePorts(ranges), not };
}

function icmpNumber(value: number | undefined, field: string): number | null {
  if (value === undefined) return null;
  if (!Number.isInteger(value) || value < 0 || value > 255) throw new Refusal(field, 'must be 0 to 255');
  return value;
}
