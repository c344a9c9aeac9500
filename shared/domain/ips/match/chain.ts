import type { ContentStep, MatchStep, RegexStep } from '../rule/model.ts';
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
}

const MATCHED = 0;
/** Another place for an earlier relative step may still help. */
const RETRY = 1;
/** Nothing before this step can help. */
const NEVER = 2;

/** Candidates tried for one chain, as Suricata's inspection limit of 3,000. */
const MOST_TRIES = 3000;

/** Whether every step holds, trying further places for a content as long as relative steps after it fail. */
export function matchChain(steps: readonly MatchStep[], subject: Subject): boolean {
  return new Chain(steps, subject).match(0, subject.start) === MATCHED;
}

class Chain {
  readonly #steps: readonly MatchStep[];
  readonly #subject: Subject;
  #tries = MOST_TRIES;

  constructor(steps: readonly MatchStep[], subject: Subject) {
    this.#steps = steps;
    this.#subject = subject;
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
    const { origin, start, end, bytes } = this.#subject;
    const low = step.relative ? after + step.distance : origin + step.offset;
    const high = this.#high(step, low);
    const again = this.#steps[index + 1]?.relative === true;
    let from = Math.max(low, start);
    while (this.#tries-- > 0) {
      const at = step.endsWith
        ? findLast(bytes, from, Math.min(high, end), end, step)
        : findLiteral(bytes, from, high, step.bytes, step.ignoreCase);
      if (at < 0) break;
      const rest = this.match(index + 1, at + step.bytes.length);
      if (rest !== RETRY) return rest;
      if (!again) break;
      from = at + 1;
    }
    return step.relative ? RETRY : NEVER;
  }

  #absent(step: ContentStep, index: number, after: number): number {
    const { origin, start, end, bytes } = this.#subject;
    const low = step.relative ? after + step.distance : origin + step.offset;
    const high = this.#high(step, low);
    const from = Math.max(low, start);
    const at = step.endsWith
      ? findLast(bytes, from, Math.min(high, end), end, step)
      : findLiteral(bytes, from, high, step.bytes, step.ignoreCase);
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
    const { bytes, end } = this.#subject;
    const start = step.relative ? Math.min(after, end) : this.#subject.start;
    if (step.negated) return this.#test(!regex.search(bytes, start, start, end), index, after);
    const again = this.#steps[index + 1]?.relative === true;
    let from = start;
    while (this.#tries-- > 0 && regex.search(bytes, start, from, end)) {
      from = regex.matchStart + 1;
      const rest = this.match(index + 1, regex.matchEnd);
      if (rest !== RETRY) return rest;
      if (!again) break;
    }
    return step.relative ? RETRY : NEVER;
  }
}
