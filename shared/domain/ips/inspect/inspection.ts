import type { HeaderField } from '../http1/header-fields.ts';
import type { RequestLine } from '../http1/request-line.ts';
import { type RequestListener, RequestParser } from '../http1/request-parser.ts';
import { STREAM_WINDOW } from '../limits.ts';
import { START, scan } from '../match/automaton.ts';
import { matchChain, type Subject } from '../match/chain.ts';
import type { Effort } from '../match/effort.ts';
import type { CompiledRule } from '../rule/model.ts';
import type { Half } from '../stream/half.ts';
import type { RuleGroup, RuleIndex } from './rule-index.ts';
import { Transaction, type TransactionHost } from './transaction.ts';

/** What an inspection reports to, and asks about its flow. */
export interface InspectionHost {
  /** What matching may still cost for this packet. */
  readonly effort: Effort;
  applies(rule: CompiledRule): boolean;
  matched(rule: CompiledRule): void;
  /** A head without end: reason 801. */
  oversized(): void;
}

/** Inspects one direction of one TCP flow, byte by byte as they come in order. */
export class Inspection implements RequestListener, TransactionHost {
  readonly index: RuleIndex;
  readonly #half: Half;
  readonly #group: RuleGroup | null;
  readonly #parser: RequestParser | null;
  readonly #hasAlways: boolean;
  #host: InspectionHost | null = null;
  #state = START;
  /** Rules a literal of which was seen, with the position from where on it is out of reach. */
  #pending: Map<number, number> | null = null;
  /** Where the last match of a rule ended: the same bytes do not match it again. */
  #matchedTo: Map<number, number> | null = null;
  #transaction: Transaction | null = null;
  /** Stream position of the bytes being taken. */
  #runStart = 0;

  constructor(index: RuleIndex, half: Half, group: RuleGroup | null, http: boolean) {
    this.index = index;
    this.#half = half;
    this.#group = group === null || (group.automaton === null && group.always.length === 0) ? null : group;
    this.#hasAlways = this.#group !== null && this.#group.always.length > 0;
    this.#parser = http ? new RequestParser(this) : null;
  }

  /** Some rule may still match what comes: bytes must be kept and given to `take`. */
  get active(): boolean {
    return this.#group !== null || (this.#parser !== null && this.#parser.state !== 'lost');
  }

  get isHttp(): boolean {
    return this.#parser?.known === true;
  }

  /** Bytes before the delivered position that rules may look back at. */
  get lookBack(): number {
    return this.#group !== null || this.index.httpReadsStream ? STREAM_WINDOW : 0;
  }

  /** Takes bytes in order; they are the last ones of the half's tail. */
  take(bytes: Uint8Array, from: number, to: number, host: InspectionHost): void {
    this.#host = host;
    this.#runStart = this.#half.delivered - (to - from);
    if (this.#parser !== null && this.#parser.state !== 'lost') {
      this.#parser.feed(bytes, from, to);
      this.#transaction?.recheck();
    }
    if (this.#group !== null) this.#scanStream(this.#group, bytes, from, to);
    this.#host = null;
  }

  /** The packet is done with: what refers to its memory is copied. */
  settle(): void {
    this.#transaction?.retain();
  }

  gap(size: number): void {
    this.#state = START;
    this.#pending = null;
    this.#parser?.gap(size);
    if (this.#parser?.state === 'lost') this.#transaction = null;
  }

  #scanStream(group: RuleGroup, bytes: Uint8Array, from: number, to: number): void {
    const position = this.#half.delivered;
    if (group.automaton !== null) {
      this.#state = scan(group.automaton, this.#state, bytes, from, to, (value, end) => {
        this.#pending ??= new Map();
        this.#pending.set(value, position - (to - end) + STREAM_WINDOW);
      });
    }
    if (this.#pending !== null) {
      for (const [value, expires] of this.#pending) {
        if (this.#confirm(this.index.rules[value]!, to - from) || expires <= position)
          this.#pending.delete(value);
      }
      if (this.#pending.size === 0) this.#pending = null;
    }
    if (this.#hasAlways) for (const rule of group.always) this.#confirm(rule, to - from);
  }

  /** Looks for a rule in the new bytes and the window before them. */
  #confirm(rule: CompiledRule, fresh: number): boolean {
    if (!this.applies(rule)) return false;
    const { delivered } = this.#half;
    const matchedTo = this.#matchedTo?.get(rule.index) ?? 0;
    const subject = this.stream(Math.max(matchedTo, delivered - fresh - STREAM_WINDOW));
    if (!rule.groups.every(({ steps }) => matchChain(steps, subject))) return false;
    this.#matchedTo ??= new Map();
    this.#matchedTo.set(rule.index, delivered);
    this.matched(rule);
    return true;
  }

  stream(from: number): Subject {
    const { tail } = this.#half;
    const start = tail.start + Math.max(0, from - tail.base);
    return {
      bytes: tail.bytes,
      origin: tail.start - tail.base,
      start: Math.min(start, tail.end),
      end: tail.end,
      effort: this.effort,
    };
  }

  get effort(): Effort {
    return this.#host!.effort;
  }

  applies(rule: CompiledRule): boolean {
    return this.#host!.applies(rule);
  }

  matched(rule: CompiledRule): void {
    this.#host!.matched(rule);
  }

  requestLine(line: RequestLine): void {
    this.#transaction = new Transaction(this, this.#runStart + this.#parser!.headOffset);
    this.#transaction.requestLine(line);
  }

  headers(fields: readonly HeaderField[], raw: Uint8Array): void {
    this.#transaction?.headers(fields, raw);
  }

  body(bytes: Uint8Array, from: number, to: number): void {
    this.#transaction?.body(bytes, from, to);
  }

  finished(): void {
    this.#transaction?.finished();
    this.#transaction = null;
  }

  oversized(): void {
    this.#transaction = null;
    this.#host!.oversized();
  }
}
