import { type Automaton, buildAutomaton, type Pattern } from '../match/automaton.ts';
import { lowerCase } from '../rule/content-keywords.ts';
import { BUFFERS, type BufferName, type CompiledRule } from '../rule/model.ts';

/** Rules looked for in one place: by a literal of theirs, or always. Values of the automaton are rule indexes. */
export interface RuleGroup {
  readonly automaton: Automaton | null;
  readonly always: readonly CompiledRule[];
}

/** All rules, sorted by where they are looked for. */
export interface RuleIndex {
  readonly rules: readonly CompiledRule[];
  readonly streamToServer: RuleGroup;
  readonly streamToClient: RuleGroup;
  readonly tcpPackets: RuleGroup;
  readonly otherPackets: RuleGroup;
  /** Rules without contents, tried on every packet. */
  readonly bare: readonly CompiledRule[];
  /** HTTP rules no literal stands for; tried on every transaction. */
  readonly httpAlways: readonly CompiledRule[];
  /** Buffers that some HTTP rule reads, with the automaton over the literals looked for there. */
  readonly httpBuffers: ReadonlyMap<BufferName, Automaton | null>;
  /** Some HTTP rule looks at the stream as well. */
  readonly httpReadsStream: boolean;
  /** Some rule asks whether a flow is HTTP without reading its requests. */
  readonly needsHttp: boolean;
  /** Which inspection a TCP flow to this server port needs, as the flags below. */
  gate(serverPort: number): number;
}

export const GATE_HTTP = 1;
export const GATE_TO_SERVER = 2;
export const GATE_TO_CLIENT = 4;

export function buildIndex(rules: readonly CompiledRule[]): RuleIndex {
  const http = rules.filter(({ scope }) => scope.http);
  const bodied = rules.filter(({ payloadLess, scope }) => !payloadLess && !scope.http);
  const streamed = bodied.filter(({ scope }) => scope.stream);
  const toServer = streamed.filter(({ flow }) => flow.toServer !== false);
  const toClient = streamed.filter(({ flow }) => flow.toServer !== true);
  return {
    rules,
    streamToServer: groupOf(toServer),
    streamToClient: groupOf(toClient),
    tcpPackets: groupOf(bodied.filter(({ scope, header }) => scope.packet && header.protocol !== 'udp')),
    otherPackets: groupOf(
      bodied.filter(({ header, flow }) => header.protocol !== 'tcp' && flow.stream !== 'only'),
    ),
    bare: rules.filter(({ payloadLess, scope }) => payloadLess && !scope.http),
    httpAlways: http.filter(({ fast }) => fast === null),
    httpBuffers: httpBuffers(http),
    httpReadsStream: http.some(({ groups }) => groups.some(({ buffer }) => buffer === 'payload')),
    needsHttp: streamed.some(({ onHttp }) => onHttp),
    gate: buildGate(http, toServer, toClient),
  };
}

function groupOf(rules: readonly CompiledRule[]): RuleGroup {
  const patterns: Pattern[] = [];
  const always: CompiledRule[] = [];
  for (const rule of rules) {
    if (rule.fast === null) always.push(rule);
    else patterns.push({ bytes: rule.fast.bytes, value: rule.index });
  }
  return { automaton: buildAutomaton(patterns), always };
}

function httpBuffers(rules: readonly CompiledRule[]): Map<BufferName, Automaton | null> {
  const patterns = new Map<BufferName, Pattern[]>();
  for (const { index, fast, groups } of rules) {
    for (const { buffer, steps } of groups) {
      if (buffer === 'payload') continue;
      const list = patterns.get(buffer) ?? [];
      patterns.set(buffer, list);
      if (fast !== null && fast.buffer === buffer) list.push({ bytes: fast.bytes, value: index });
      else if (buffer === 'http.request_body') {
        // A body grows piece by piece: a literal of the rule tells when to look again.
        const literal = longestLiteral(steps);
        if (literal !== null) list.push({ bytes: literal, value: index });
      }
    }
  }
  const built = new Map<BufferName, Automaton | null>();
  for (const buffer of BUFFERS) {
    const list = patterns.get(buffer);
    if (list !== undefined) built.set(buffer, buildAutomaton(list));
  }
  return built;
}

const LONGEST = 24;

/** The longest literal that must occur for the steps to hold, folded and cut; null when there is none. */
export function longestLiteral(steps: CompiledRule['groups'][number]['steps']): Uint8Array | null {
  let longest: Uint8Array | null = null;
  for (const step of steps) {
    if (step.kind !== 'content' || step.negated) continue;
    if (longest === null || step.bytes.length > longest.length) longest = step.bytes;
  }
  return longest === null ? null : lowerCase(longest.subarray(0, LONGEST));
}

/** Flags per server port, made once, so that a flow no rule is about costs nothing. */
function buildGate(
  http: readonly CompiledRule[],
  toServer: readonly CompiledRule[],
  toClient: readonly CompiledRule[],
): (serverPort: number) => number {
  const flags = new Uint8Array(65_536);
  mark(flags, http, GATE_HTTP, true);
  mark(flags, toServer, GATE_TO_SERVER, true);
  mark(flags, toClient, GATE_TO_CLIENT, false);
  return (serverPort) => flags[serverPort]!;
}

function mark(flags: Uint8Array, rules: readonly CompiledRule[], flag: number, toServer: boolean): void {
  for (const { header } of rules) {
    const ports = toServer ? header.destinationPorts : header.sourcePorts;
    const others = header.bothWays ? (toServer ? header.sourcePorts : header.destinationPorts) : ports;
    if (ports === null || others === null) {
      for (let port = 0; port < flags.length; port++) flags[port]! |= flag;
      return;
    }
    for (const set of [ports, others]) {
      for (const [low, high] of set) for (let port = low; port <= high; port++) flags[port]! |= flag;
    }
  }
}
