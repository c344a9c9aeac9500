import type { ContentStep, MatchStep, RegexStep } from '../rule/model.ts';
import type { Effort } from './effort.ts';
import { findLast, findLiteral } from './literal-search.ts';

/**
 * What a chain of steps is matched against: `bytes[start..end)`. Offsets and depths count from `origin`, which lies
 * before `start` (even below 0) when the beginning of a stream is forgotten.
 */
export interface Subject {
  readonly bytes: Uint8Array;
  readonly origin: number;
  readonly start: number;
  readonly end: number;
  readonly effort: Effort;
}

const MATCHED = 0;
/** Another place for an earlier relative step may still help. */
const RETRY = 1;
/** Nothing before this step can help. */
const NEVER = 2;

/** Effort of one place tried, and of the bytes (as a shift) looked through to find it. */
const TRY = 4;
const SCAN_SHIFT = 4;

/** Whether every step holds, trying further places for a content as long as relative steps after it fail. */
export function matchChain(steps: readonly MatchStep[], subject: Subject): boolean {
  return new Chain(steps, subject).match(0, subject.start) === MATCHED;
}

class Chain {
  readonly #steps: readonly MatchStep[];
  readonly #subject: Subject;
  /** How many steps from the first on are contents. */
  readonly #contentsFirst: number;

  constructor(steps: readonly MatchStep[], subject: Subject) {
    this.#steps = steps;
    this.#subject = subject;
    const other = steps.findIndex(({ kind }) => kind !== 'content');
    this.#contentsFirst = other < 0 ? steps.length : other;
  }

  /** `after` is where the previous match ended. */
  match(index: number, after: number): number {
    const step = this.#steps[index];
    if (step === undefined) return MATCHED;
    switch (step.kind) {
      case 'content':
        return step.negated ? this.#absent(step, index, after) : this.#present(step, index, after);
      case 'regex':
        return this.#regex(step, index, after);
      case 'data-at': {
        const from = (step.relative ? after : this.#subject.origin) + step.distance;
        return this.#test(from < this.#subject.end !== step.negated, index, after);
      }
      case 'size': {
        const size = this.#subject.end - this.#subject.start;
        return this.#test((size >= step.low && size <= step.high) !== step.negated, index, after);
      }
    }
  }

  #test(holds: boolean, index: number, after: number): number {
    if (holds) return this.match(index + 1, after);
    return this.#steps[index]!.relative ? RETRY : NEVER;
  }

  #present(step: ContentStep, index: number, after: number): number {
    const { origin, start, end } = this.#subject;
    const low = step.relative ? after + step.distance : origin + step.offset;
    const high = this.#high(step, low);
    const again = this.#steps[index + 1]?.relative === true;
    let from = Math.max(low, start);
    // What is not there up to the end is not there for any later place of the contents before it either; only an
    // expression may find an earlier end at a later place.
    let missing = high === end && !step.endsWith && index <= this.#contentsFirst;
    for (;;) {
      const at = this.#find(step, from, high);
      if (this.#subject.effort.left < 0) return NEVER;
      if (at < 0) break;
      missing = false;
      const rest = this.match(index + 1, at + step.bytes.length);
      if (rest !== RETRY) return rest;
      if (!again) break;
      from = at + 1;
    }
    return step.relative && !missing ? RETRY : NEVER;
  }

  #find(step: ContentStep, from: number, high: number): number {
    const { bytes, end, effort } = this.#subject;
    if (step.endsWith) return findLast(bytes, from, Math.min(high, end), end, step);
    const at = findLiteral(bytes, from, high, step.bytes, step.ignoreCase);
    effort.left -= TRY + (Math.max(0, (at < 0 ? high : at) - from) >> SCAN_SHIFT);
    return at;
  }

  #absent(step: ContentStep, index: number, after: number): number {
    const { origin, start } = this.#subject;
    const low = step.relative ? after + step.distance : origin + step.offset;
    const at = this.#find(step, Math.max(low, start), this.#high(step, low));
    return this.#test(at < 0, index, after);
  }

  /** Where the range of a content ends: by `within` or `depth`, never past the subject. */
  #high(step: ContentStep, low: number): number {
    const size = step.relative ? step.within : step.depth;
    const high = size === null ? this.#subject.end : low + size;
    return Math.min(high, this.#subject.end);
  }

  #regex(step: RegexStep, index: number, after: number): number {
    const { regex } = step;
    const { bytes, end, effort } = this.#subject;
    const start = step.relative ? Math.min(after, end) : this.#subject.start;
    if (step.negated) {
      const found = regex.search(bytes, start, start, end, effort);
      return effort.left < 0 ? NEVER : this.#test(!found, index, after);
    }
    const again = this.#steps[index + 1]?.relative === true;
    let from = start;
    while (regex.search(bytes, start, from, end, effort)) {
      from = regex.matchStart + 1;
      const rest = this.match(index + 1, regex.matchEnd);
      if (rest !== RETRY) return rest;
      if (!again) break;
    }
    return step.relative && effort.left >= 0 ? RETRY : NEVER;
  }
}
