import type { ByteRegex } from '../regex/regex.ts';
import type { AddressSet } from './address.ts';
import type { PortSet } from './ports.ts';

/**
 * What contents are looked for in. `payload` is the packet's payload or the stream it belongs to; the others are
 * parts of one HTTP transaction. The order is the order in which a transaction makes them available.
 */
export const BUFFERS = [
  'payload',
  'http.method',
  'http.uri',
  'http.uri.raw',
  'http.protocol',
  'http.request_line',
  'http.header',
  'http.header.raw',
  'http.header_names',
  'http.user_agent',
  'http.cookie',
  'http.host',
  'http.host.raw',
  'http.referer',
  'http.content_type',
  'http.content_len',
  'http.accept',
  'http.accept_enc',
  'http.accept_lang',
  'http.connection',
  'http.request_body',
] as const;

export type BufferName = (typeof BUFFERS)[number];

export interface ContentStep {
  readonly kind: 'content';
  /** Lower-cased when `ignoreCase`. */
  readonly bytes: Uint8Array;
  readonly ignoreCase: boolean;
  readonly negated: boolean;
  /** Whether `distance` or `within` tie it to the end of the previous match. */
  readonly relative: boolean;
  readonly offset: number;
  /** Bytes from `offset` in which the whole content must lie. */
  readonly depth: number | null;
  readonly distance: number;
  readonly within: number | null;
  readonly endsWith: boolean;
}

export interface RegexStep {
  readonly kind: 'regex';
  readonly regex: ByteRegex;
  readonly negated: boolean;
  readonly relative: boolean;
}

export interface DataAtStep {
  readonly kind: 'data-at';
  readonly distance: number;
  readonly negated: boolean;
  readonly relative: boolean;
}

export interface SizeStep {
  readonly kind: 'size';
  readonly low: number;
  readonly high: number;
  readonly negated: boolean;
  readonly relative: false;
}

export type MatchStep = ContentStep | RegexStep | DataAtStep | SizeStep;

/** The steps of one rule on one buffer. `waits`: only the whole buffer can tell (negation, size, end). */
export interface BufferGroup {
  readonly buffer: BufferName;
  readonly steps: readonly MatchStep[];
  readonly waits: boolean;
}

export interface FlowTest {
  readonly established: boolean | null;
  readonly toServer: boolean | null;
  /** Only packets, or only reassembled streams, when asked for. */
  readonly stream: 'no' | 'only' | null;
}

export interface HeaderTest {
  readonly protocol: 'tcp' | 'udp' | 'ip';
  readonly source: AddressSet;
  readonly sourcePorts: PortSet;
  readonly destination: AddressSet;
  readonly destinationPorts: PortSet;
  readonly bothWays: boolean;
}

/**
 * Where a rule is looked for: in `packet` payloads, in the `stream` of a direction, in HTTP transactions (`http`).
 * One of packet and stream or both; http excludes them.
 */
export interface RuleScope {
  readonly packet: boolean;
  readonly stream: boolean;
  readonly http: boolean;
}

export interface CompiledRule {
  readonly index: number;
  readonly ruleID: number;
  readonly sid: number;
  readonly action: 'alert' | 'drop' | 'reset' | 'pass';
  readonly header: HeaderTest;
  readonly flow: FlowTest;
  readonly scope: RuleScope;
  /** The flow must be known as HTTP. */
  readonly onHttp: boolean;
  readonly groups: readonly BufferGroup[];
  /** A literal that must occur for the rule to match; null when the rule has none. Lower-cased. */
  readonly fast: { readonly buffer: BufferName; readonly bytes: Uint8Array } | null;
  /** The flow, once passed by this rule or dropped, is settled as a whole. */
  readonly payloadLess: boolean;
}
