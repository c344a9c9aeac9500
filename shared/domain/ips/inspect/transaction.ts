import { FIELD_BUFFERS, headerBuffer, headerNamesBuffer, hostBuffer } from '../http1/header-buffers.ts';
import { fieldValue, type HeaderField } from '../http1/header-fields.ts';
import type { RequestLine } from '../http1/request-line.ts';
import { normaliseUri } from '../http1/uri.ts';
import { BODY_WINDOW } from '../limits.ts';
import { type Automaton, START, scan } from '../match/automaton.ts';
import { matchChain, type Subject } from '../match/chain.ts';
import type { Effort } from '../match/effort.ts';
import type { BufferGroup, BufferName, CompiledRule } from '../rule/model.ts';
import { Tail } from '../stream/tail.ts';
import type { RuleIndex } from './rule-index.ts';

/** What a transaction asks of the direction it is in. */
export interface TransactionHost {
  readonly index: RuleIndex;
  readonly effort: Effort;
  applies(rule: CompiledRule): boolean;
  matched(rule: CompiledRule): void;
  /** The stream from a position on, as far as it is still held. */
  stream(from: number): Subject;
}

/** A rule some literal of which was seen, with the groups that hold already. */
interface Candidate {
  readonly rule: CompiledRule;
  readonly held: boolean[];
  open: number;
}

type Progress = 'line' | 'headers' | 'body' | 'end';

/** One request while it comes in. Every rule matches at most once. */
export class Transaction {
  readonly #host: TransactionHost;
  readonly #streamStart: number;
  readonly #buffers = new Map<BufferName, Uint8Array>();
  /** Buffers that may be views of the packet. */
  #borrowed: BufferName[] = [];
  #candidates: Candidate[] = [];
  #known: Set<number> | null = null;
  #body: Tail | null = null;
  #bodyState = START;
  #bodySeen: Set<number> | null = null;
  #progress: Progress = 'line';

  constructor(host: TransactionHost, streamStart: number) {
    this.#host = host;
    this.#streamStart = streamStart;
  }

  requestLine(line: RequestLine): void {
    const { bytes } = line;
    const { httpBuffers, httpAlways } = this.#host.index;
    for (const rule of httpAlways) this.#add(rule);
    for (const [buffer, automaton] of httpBuffers) {
      if (buffer === 'http.uri')
        this.#offer(buffer, automaton, normaliseUri(bytes, line.uriStart, line.uriEnd));
      else if (buffer === 'http.uri.raw')
        this.#offer(buffer, automaton, bytes.subarray(line.uriStart, line.uriEnd));
      else if (buffer === 'http.method')
        this.#offer(buffer, automaton, bytes.subarray(line.methodStart, line.methodEnd));
      else if (buffer === 'http.protocol')
        this.#offer(buffer, automaton, bytes.subarray(line.protocolStart, line.end));
      else if (buffer === 'http.request_line')
        this.#offer(buffer, automaton, bytes.subarray(line.start, line.end));
    }
    this.#evaluate();
  }

  headers(fields: readonly HeaderField[], raw: Uint8Array): void {
    this.#progress = 'headers';
    for (const [buffer, automaton] of this.#host.index.httpBuffers) {
      const bytes = headBuffer(buffer, fields, raw);
      if (bytes !== null) this.#offer(buffer, automaton, bytes);
    }
    this.#evaluate();
  }

  body(bytes: Uint8Array, from: number, to: number): void {
    this.#progress = 'body';
    const automaton = this.#host.index.httpBuffers.get('http.request_body');
    if (automaton === undefined) return;
    this.#body ??= new Tail(0);
    const body = this.#body;
    body.discardBefore(body.position - BODY_WINDOW);
    body.append(bytes, from, to);
    if (automaton !== null) {
      this.#bodyState = scan(automaton, this.#bodyState, bytes, from, to, (value) => {
        this.#bodySeen ??= new Set();
        this.#bodySeen.add(value);
        const rule = this.#host.index.rules[value]!;
        if (rule.fast?.buffer === 'http.request_body') this.#add(rule);
      });
    }
  }

  /** Tries the open rules again: called once for all the bytes of a run. */
  recheck(): void {
    if (this.#candidates.length > 0) this.#evaluate();
  }

  finished(): void {
    this.#progress = 'end';
    this.#evaluate();
    this.#candidates = [];
  }

  /** The packet's memory is about to be reused: copies what a later packet may still be matched with. */
  retain(): void {
    for (const name of this.#borrowed) this.#buffers.set(name, this.#buffers.get(name)!.slice());
    this.#borrowed = [];
  }

  #offer(buffer: BufferName, automaton: Automaton | null, bytes: Uint8Array): void {
    this.#buffers.set(buffer, bytes);
    this.#borrowed.push(buffer);
    if (automaton === null) return;
    scan(automaton, START, bytes, 0, bytes.length, (value) => this.#add(this.#host.index.rules[value]!));
  }

  #add(rule: CompiledRule): void {
    this.#known ??= new Set();
    if (this.#known.has(rule.index)) return;
    this.#known.add(rule.index);
    if (!this.#host.applies(rule)) return;
    this.#candidates.push({ rule, held: rule.groups.map(() => false), open: rule.groups.length });
  }

  #evaluate(): void {
    if (this.#candidates.length === 0) return;
    this.#candidates = this.#candidates.filter((candidate) => this.#stays(candidate));
  }

  /** Whether a candidate may still match later. */
  #stays(candidate: Candidate): boolean {
    const { rule, held } = candidate;
    for (let place = 0; place < rule.groups.length; place++) {
      if (held[place]) continue;
      const outcome = this.#group(rule, rule.groups[place]!);
      if (outcome === 'no') return false;
      if (outcome === 'later') continue;
      held[place] = true;
      candidate.open--;
    }
    if (candidate.open > 0) return this.#progress !== 'end';
    this.#host.matched(rule);
    return false;
  }

  #group(rule: CompiledRule, group: BufferGroup): 'yes' | 'no' | 'later' {
    const ended = this.#progress === 'end';
    if (group.buffer === 'payload') {
      if (group.waits && !ended) return 'later';
      return matchChain(group.steps, this.#host.stream(this.#streamStart)) ? 'yes' : 'later';
    }
    if (group.buffer === 'http.request_body') return this.#bodyGroup(rule, group, ended);
    const bytes = this.#buffers.get(group.buffer);
    const { effort } = this.#host;
    if (bytes !== undefined) {
      return matchChain(group.steps, { bytes, origin: 0, start: 0, end: bytes.length, effort })
        ? 'yes'
        : 'no';
    }
    return this.#progress === 'line' && !LINE_BUFFERS.has(group.buffer) ? 'later' : 'no';
  }

  #bodyGroup(rule: CompiledRule, group: BufferGroup, ended: boolean): 'yes' | 'no' | 'later' {
    const later = ended ? 'no' : 'later';
    const body = this.#body;
    if (body === null || body.length === 0 || (group.waits && !ended)) return later;
    const gated = rule.fast?.buffer === 'http.request_body' || hasLiteral(group);
    if (gated && this.#bodySeen?.has(rule.index) !== true) return later;
    const { bytes, start, end, base } = body;
    const subject = { bytes, origin: start - base, start, end, effort: this.#host.effort };
    return matchChain(group.steps, subject) ? 'yes' : later;
  }
}

const LINE_BUFFERS: ReadonlySet<BufferName> = new Set<BufferName>([
  'http.method',
  'http.uri',
  'http.uri.raw',
  'http.protocol',
  'http.request_line',
]);

function hasLiteral(group: BufferGroup): boolean {
  return group.steps.some((step) => step.kind === 'content' && !step.negated);
}

/** A buffer made from the fields; null when it is none of those or the field is missing. */
function headBuffer(buffer: BufferName, fields: readonly HeaderField[], raw: Uint8Array): Uint8Array | null {
  if (buffer === 'http.header') return headerBuffer(fields);
  if (buffer === 'http.header.raw') return raw;
  if (buffer === 'http.header_names') return headerNamesBuffer(fields);
  if (buffer === 'http.host') {
    const host = fieldValue(fields, 'host');
    return host === null ? null : hostBuffer(host);
  }
  const name = FIELD_BUFFERS[buffer as keyof typeof FIELD_BUFFERS];
  return name === undefined ? null : fieldValue(fields, name);
}
