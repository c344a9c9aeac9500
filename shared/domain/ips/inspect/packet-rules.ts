import type { Packet } from '../decode/packet.ts';
import { START, scan } from '../match/automaton.ts';
import { matchChain, type Subject } from '../match/chain.ts';
import type { CompiledRule } from '../rule/model.ts';
import type { FlowRecord } from '../stream/flow.ts';
import type { RuleGroup } from './rule-index.ts';
import type { Scope } from './scope.ts';

/** Looks for a group of rules in the payload of one packet, by itself. */
export function inspectPayload(
  group: RuleGroup,
  rules: readonly CompiledRule[],
  packet: Packet,
  scope: Scope,
): void {
  const { bytes, payloadStart: start, payloadEnd: end } = packet;
  const subject: Subject = { bytes, origin: start, start, end, effort: scope.effort };
  if (group.automaton !== null) {
    let tried: Set<number> | null = null;
    scan(group.automaton, START, bytes, start, end, (value) => {
      tried ??= new Set();
      if (tried.has(value)) return;
      tried.add(value);
      tryRule(rules[value]!, subject, scope);
    });
  }
  for (const rule of group.always) tryRule(rule, subject, scope);
}

function tryRule(rule: CompiledRule, subject: Subject, scope: Scope): void {
  if (!scope.applies(rule)) return;
  if (rule.groups.every(({ steps }) => matchChain(steps, subject))) scope.matchedInPacket(rule);
}

/**
 * Rules without contents: on every packet, but those on addresses alone once per direction of a flow, as Suricata
 * treats its address-only rules.
 */
export function inspectBare(bare: readonly CompiledRule[], flow: FlowRecord | null, scope: Scope): void {
  const bit = scope.toServer ? 1 : 2;
  const tried = flow !== null && (flow.addressesTried & bit) !== 0;
  for (const rule of bare) {
    if (tried && isOnAddresses(rule)) continue;
    if (scope.applies(rule)) scope.matchedInPacket(rule);
  }
  if (flow !== null) flow.addressesTried |= bit;
}

function isOnAddresses({ header, flow }: CompiledRule): boolean {
  const anyFlow = flow.established === null && flow.toServer === null;
  return header.sourcePorts === null && header.destinationPorts === null && anyFlow;
}
