import type { Signature } from '../../../../shared/domain/ips/signature.ts';
import type { HostConfig, HostRule } from '../../../../shared/domain/policy/host-config.ts';
import type { InspectionSpec, PortRange } from '../../inspect/spec.ts';

/** The texts of a rule as the engine takes them. A rule that only detects never drops (IPS-2). */
export const signaturesOf = (rule: HostRule): Signature[] =>
  rule.signatures.map((text) => ({
    ruleID: rule.ID,
    text,
    action: rule.detectOnly ? 'alert' : rule.action,
  }));

/** Why a rule cannot be placed on this host's traffic; undefined when it can. */
export const unplaceable = (rule: HostRule): string | undefined => {
  if (rule.signatures.length === 0) return 'it has no signature';
  if (rule.protocol === 'icmp') return 'ICMP traffic is not inspected';
  if (rule.direction === 'outgoing') return 'sessions that this host opens are not inspected';
  const bad = rule.ports.find((text) => portRange(text) === undefined);
  return bad === undefined
    ? undefined
    : `the port "${bad.slice(0, 20)}" of its application type is not valid`;
};

/** What inspection is to do with these rules. Undefined: nothing to inspect, so no queue at all. */
export const inspectionSpec = (
  config: HostConfig['intrusionPrevention'],
  rules: readonly HostRule[],
): InspectionSpec | undefined => {
  if (config.state === 'off' || rules.length === 0) return undefined;
  return {
    behaviour: config.state,
    mode: config.engineMode,
    onFailure: config.onFailure,
    signatures: rules.flatMap(signaturesOf),
    alwaysCapture: rules.flatMap(({ ID, alwaysIncludePacketData }) => (alwaysIncludePacketData ? [ID] : [])),
    tcpPorts: portsOf(rules, 'tcp'),
    udpPorts: portsOf(rules, 'udp'),
  };
};

const EVERY: PortRange = { from: 1, to: 65_535 };

const portsOf = (rules: readonly HostRule[], protocol: 'tcp' | 'udp'): PortRange[] =>
  merged(
    rules
      .filter((rule) => rule.protocol === protocol || rule.protocol === 'tcp-udp')
      .flatMap((rule) =>
        rule.ports.length === 0 ? [EVERY] : rule.ports.flatMap((text) => portRange(text) ?? []),
      ),
  );

const merged = (ranges: readonly PortRange[]): PortRange[] => {
  const out: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && range.from <= last.to + 1) {
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else out.push(range);
  }
  return out;
};

const portRange = (text: string): PortRange | undefined => {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  if (!match) return undefined;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from >= 1 && to <= 65_535 && from <= to ? { from, to } : undefined;
};
