import type { Signature } from '../signature.ts';
import { parseAddresses } from './address.ts';
import { lowerCase } from './content-keywords.ts';
import { type DraftStep, newDraft, type RuleDraft } from './draft.ts';
import { KEYWORDS } from './keywords.ts';
import type {
  BufferGroup,
  BufferName,
  CompiledRule,
  FlowTest,
  HeaderTest,
  MatchStep,
  RuleScope,
} from './model.ts';
import { parsePorts } from './ports.ts';
import { type RuleText, splitRule } from './text.ts';

export type RuleResult =
  | { readonly ok: true; readonly rule: CompiledRule }
  | { readonly ok: false; readonly sid: number | null; readonly reason: string };

/** Compiles one signature; `index` is its place among the loaded ones. Never throws, whatever the text. */
export function compileRule(signature: Signature, index: number): RuleResult {
  const split = splitRule(signature.text);
  if (!split.ok) return { ok: false, sid: null, reason: split.reason };
  const { rule } = split;
  const sid = sidOf(rule);
  const refuse = (reason: string): RuleResult => ({ ok: false, sid, reason });
  const action = ACTIONS[rule.action];
  if (action === undefined) return refuse(`action ${rule.action} is not supported`);
  const protocol = PROTOCOLS[rule.protocol];
  if (protocol === undefined) return refuse(`protocol ${rule.protocol} is not supported`);
  const header = compileHeader(rule, protocol.transport);
  if (typeof header === 'string') return refuse(header);
  const draft = newDraft();
  for (const { name, value } of rule.options) {
    const keyword = KEYWORDS.get(name);
    if (keyword === undefined) return refuse(`keyword ${name} is not supported`);
    const reason = keyword(draft, value);
    if (reason !== null) return refuse(reason);
  }
  if (draft.sid === null) return refuse('rule has no sid');
  const finished = finish(draft, protocol);
  if (typeof finished === 'string') return refuse(finished);
  return {
    ok: true,
    rule: {
      index,
      ruleID: signature.ruleID,
      sid: draft.sid,
      action: action === 'pass' ? 'pass' : (signature.action ?? action),
      header,
      ...finished,
    },
  };
}

const ACTIONS: Readonly<Record<string, CompiledRule['action']>> = {
  alert: 'alert',
  drop: 'drop',
  reject: 'reset',
  pass: 'pass',
};

interface Protocol {
  readonly transport: HeaderTest['protocol'];
  readonly http: boolean;
  readonly stream: FlowTest['stream'];
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  tcp: { transport: 'tcp', http: false, stream: null },
  'tcp-pkt': { transport: 'tcp', http: false, stream: 'no' },
  'tcp-stream': { transport: 'tcp', http: false, stream: 'only' },
  http: { transport: 'tcp', http: true, stream: null },
  http1: { transport: 'tcp', http: true, stream: null },
  udp: { transport: 'udp', http: false, stream: null },
  ip: { transport: 'ip', http: false, stream: null },
};

function sidOf(rule: RuleText): number | null {
  const sid = Number(rule.options.find(({ name }) => name === 'sid')?.value);
  return Number.isInteger(sid) && sid > 0 ? sid : null;
}

function compileHeader(rule: RuleText, protocol: HeaderTest['protocol']): HeaderTest | string {
  const source = parseAddresses(rule.source);
  if (!source.ok) return source.reason;
  const destination = parseAddresses(rule.destination);
  if (!destination.ok) return destination.reason;
  const sourcePorts = parsePorts(rule.sourcePorts);
  if (!sourcePorts.ok) return sourcePorts.reason;
  const destinationPorts = parsePorts(rule.destinationPorts);
  if (!destinationPorts.ok) return destinationPorts.reason;
  return {
    protocol,
    source: source.set,
    sourcePorts: sourcePorts.ports,
    destination: destination.set,
    destinationPorts: destinationPorts.ports,
    bothWays: rule.direction === '<>',
  };
}

type Finished = Pick<CompiledRule, 'flow' | 'scope' | 'onHttp' | 'groups' | 'fast' | 'payloadLess'>;

function finish(draft: RuleDraft, protocol: Protocol): Finished | string {
  const groups = groupSteps(draft.steps);
  if (typeof groups === 'string') return groups;
  const http = groups.some(({ buffer }) => buffer !== 'payload') || (protocol.http && groups.length === 0);
  if (http && protocol.transport !== 'tcp') return 'http keywords need protocol http or tcp';
  if (http && draft.flow.toServer === false && groups.length > 0)
    return 'http keywords on responses (flow:to_client) are not supported';
  const stream = protocol.stream ?? draft.flow.stream;
  return {
    flow: draft.flow,
    scope: scopeOf(draft, protocol, http, stream),
    onHttp: protocol.http || http,
    groups,
    fast: fastPattern(draft.steps, http),
    payloadLess: groups.length === 0,
  };
}

/**
 * As Suricata: contents of a TCP rule are looked for in the stream; when one names offset or depth, in the packet as
 * well; without contents the rule is about packets.
 */
function scopeOf(draft: RuleDraft, protocol: Protocol, http: boolean, stream: FlowTest['stream']): RuleScope {
  if (http) return { packet: false, stream: false, http: true };
  if (protocol.transport === 'udp' || draft.steps.length === 0 || stream === 'no') {
    return { packet: true, stream: false, http: false };
  }
  const anchored = draft.steps.some((entry) => entry.anchored);
  return { packet: anchored && stream !== 'only', stream: true, http: false };
}

function groupSteps(steps: readonly DraftStep[]): readonly BufferGroup[] | string {
  const byBuffer = new Map<BufferName, MatchStep[]>();
  for (const { buffer, step } of steps) {
    const group = byBuffer.get(buffer) ?? [];
    if (step.kind === 'content' && step.relative && step.offset !== 0)
      return 'distance or within is mixed with offset';
    group.push(step as MatchStep);
    byBuffer.set(buffer, group);
  }
  const groups = [...byBuffer].map(([buffer, list]) => ({
    buffer,
    steps: list,
    waits: list.some(needsWhole),
  }));
  return groups.some(({ steps: list }) => list.length > 64) ? 'more than 64 matches on one buffer' : groups;
}

function needsWhole(step: MatchStep): boolean {
  if (step.kind === 'size' || step.negated) return true;
  return step.kind === 'content' && step.endsWith;
}

/** Longer literals are rarer; the automaton needs no more than this much of one. */
const LONGEST_FAST = 24;

function fastPattern(steps: readonly DraftStep[], http: boolean): CompiledRule['fast'] {
  let best: { buffer: BufferName; bytes: Uint8Array; score: number } | null = null;
  for (const { buffer, step, fast } of steps) {
    if (step.kind !== 'content' || step.negated) continue;
    if (http && buffer === 'payload') continue;
    const score = (fast ? 10_000 : 0) + step.bytes.length + (buffer === 'http.method' ? -1000 : 0);
    if (best === null || score > best.score) best = { buffer, bytes: step.bytes, score };
  }
  return best === null
    ? null
    : { buffer: best.buffer, bytes: lowerCase(best.bytes.subarray(0, LONGEST_FAST)) };
}
