import { WORD } from './byte-sets.ts';
import { type Assertion, callDepth, canBeEmpty, fixedLength, type Node } from './node.ts';

/** What one search works on. `steps` counts down; below zero the search gives up without a match. */
export interface Search {
  bytes: Uint8Array;
  start: number;
  end: number;
  steps: number;
  depth: number;
  readonly captures: Int32Array;
  readonly marks: Int32Array;
}

/** Where the match that goes on here ends, or -1. */
export type Step = (search: Search, at: number) => number;

export type StepResult =
  | { readonly ok: true; readonly step: Step; readonly loops: number }
  | { readonly ok: false; readonly reason: string };

/** Each step of a match is a call frame: the default stack holds some 9,000, so these two together leave room. */
const MOST_STEPS = 1500;
const DEEPEST_FRAMES = 4000;

/**
 * Turns a tree into a chain of functions, each knowing what follows it. Backtracking, like PCRE, but every step is
 * counted, so a hostile payload costs a bounded time whatever the expression.
 */
export function buildMatcher(node: Node): StepResult {
  const builder = new Builder();
  const step = builder.build(node, (_search, at) => at);
  return builder.reason === null
    ? { ok: true, step, loops: builder.loops }
    : { ok: false, reason: builder.reason };
}

const FAIL: Step = () => -1;

class Builder {
  loops = 0;
  reason: string | null = null;
  #built = 0;

  build(node: Node, next: Step): Step {
    if (++this.#built > MOST_STEPS) this.reason ??= 'pcre is too large once its counts are unrolled';
    if (this.reason !== null) return FAIL;
    switch (node.kind) {
      case 'set':
        return one(node.set, next);
      case 'sequence':
        return node.parts.reduceRight((rest, part) => this.build(part, rest), next);
      case 'choice':
        return choice(node.options.map((option) => this.build(option, next)));
      case 'repeat':
        return this.#repeat(node, next);
      case 'capture':
        return this.#capture(node.part, node.index, next);
      case 'backreference':
        return backreference(node.index, node.ignoreCase, next);
      case 'assert':
        return assertion(node.assertion, next);
      case 'look':
        return this.#look(node, next);
      case 'atomic': {
        const part = this.build(node.part, accept);
        return (search, at) => {
          const end = part(search, at);
          return end < 0 ? -1 : next(search, end);
        };
      }
    }
  }

  #repeat(node: Node & { kind: 'repeat' }, next: Step): Step {
    const { part, min, max, mode } = node;
    if (part.kind === 'set') return run(part.set, min, max, mode, next);
    if (mode === 'possessive') return this.build({ kind: 'atomic', part: { ...node, mode: 'greedy' } }, next);
    const lazy = mode === 'lazy';
    let step = max === Number.POSITIVE_INFINITY ? this.#loop(part, lazy, next) : next;
    const optional = max === Number.POSITIVE_INFINITY ? 0 : max - min;
    for (let count = 0; count < optional && this.reason === null; count++) {
      const body = this.build(part, step);
      step = lazy ? choice([next, body]) : choice([body, next]);
    }
    for (let count = 0; count < min && this.reason === null; count++) step = this.build(part, step);
    return step;
  }

  /** Zero or more of a part; a round that takes no byte ends the loop, a loop too deep counts as no match. */
  #loop(part: Node, lazy: boolean, next: Step): Step {
    const mark = this.loops++;
    const guarded = canBeEmpty(part);
    const frames = 2 + callDepth(part);
    const again: Step = (search, at) => {
      if (search.depth >= DEEPEST_FRAMES) return -1;
      search.depth += frames;
      const before = search.marks[mark]!;
      search.marks[mark] = at;
      let end = lazy ? next(search, at) : body(search, at);
      if (end < 0) end = lazy ? body(search, at) : next(search, at);
      search.marks[mark] = before;
      search.depth -= frames;
      return end;
    };
    const body: Step = this.build(
      part,
      guarded ? (search, at) => (at === search.marks[mark] ? -1 : again(search, at)) : again,
    );
    return again;
  }

  #capture(part: Node, index: number, next: Step): Step {
    const body = this.build(part, (search, at) => {
      const before = search.captures[index * 2 + 1]!;
      search.captures[index * 2 + 1] = at;
      const end = next(search, at);
      if (end < 0) search.captures[index * 2 + 1] = before;
      return end;
    });
    return (search, at) => {
      const before = search.captures[index * 2]!;
      search.captures[index * 2] = at;
      const end = body(search, at);
      if (end < 0) search.captures[index * 2] = before;
      return end;
    };
  }

  #look(node: Node & { kind: 'look' }, next: Step): Step {
    const { behind, negated } = node;
    const options = behind && node.part.kind === 'choice' ? node.part.options : [node.part];
    const lengths = options.map((option) => (behind ? fixedLength(option) : 0));
    if (lengths.includes(null)) this.reason ??= 'pcre looks behind over a varying length';
    const steps = options.map((option) => this.build(option, accept));
    return (search, at) => {
      let found = false;
      for (let option = 0; option < steps.length && !found; option++) {
        const from = at - lengths[option]!;
        found = from >= search.start && steps[option]!(search, from) >= 0;
      }
      return found !== negated && search.steps >= 0 ? next(search, at) : -1;
    };
  }
}

const accept: Step = (_search, at) => at;

function one(set: Uint8Array, next: Step): Step {
  return (search, at) => {
    if (--search.steps < 0) return -1;
    return at < search.end && set[search.bytes[at]!] === 1 ? next(search, at + 1) : -1;
  };
}

function choice(steps: readonly Step[]): Step {
  return (search, at) => {
    for (const step of steps) {
      if (--search.steps < 0) return -1;
      const end = step(search, at);
      if (end >= 0) return end;
    }
    return -1;
  };
}

function run(
  set: Uint8Array,
  min: number,
  max: number,
  mode: 'greedy' | 'lazy' | 'possessive',
  next: Step,
): Step {
  return (search, at) => {
    const { bytes } = search;
    const limit = Math.min(search.end, at + (mode === 'lazy' ? min : max));
    let to = at;
    while (to < limit && set[bytes[to]!] === 1) to++;
    search.steps -= 1 + ((to - at) >> 3);
    if (to - at < min) return -1;
    if (mode === 'possessive') return next(search, to);
    if (mode === 'greedy') {
      for (; to >= at + min; to--) {
        if (--search.steps < 0) return -1;
        const end = next(search, to);
        if (end >= 0) return end;
      }
      return -1;
    }
    const last = Math.min(search.end, at + max);
    for (;;) {
      if (--search.steps < 0) return -1;
      const end = next(search, to);
      if (end >= 0) return end;
      if (to >= last || set[bytes[to]!] !== 1) return -1;
      to++;
    }
  };
}

function backreference(index: number, ignoreCase: boolean, next: Step): Step {
  const fold = (byte: number): number => (ignoreCase && byte >= 65 && byte <= 90 ? byte + 32 : byte);
  return (search, at) => {
    const from = search.captures[index * 2]!;
    const to = search.captures[index * 2 + 1]!;
    if (from < 0 || to < from || at + to - from > search.end) return -1;
    search.steps -= 1 + ((to - from) >> 3);
    if (search.steps < 0) return -1;
    for (let offset = 0; offset < to - from; offset++) {
      if (fold(search.bytes[from + offset]!) !== fold(search.bytes[at + offset]!)) return -1;
    }
    return next(search, at + to - from);
  };
}

function assertion(name: Assertion, next: Step): Step {
  const holds = HOLDS[name];
  return (search, at) => (--search.steps >= 0 && holds(search, at) ? next(search, at) : -1);
}

const HOLDS: Readonly<Record<Assertion, (search: Search, at: number) => boolean>> = {
  'subject-start': (search, at) => at === search.start,
  'subject-end': (search, at) => at === search.end,
  'last-line-end': (search, at) => at === search.end || (at === search.end - 1 && search.bytes[at] === 10),
  'line-start': (search, at) => at === search.start || (search.bytes[at - 1] === 10 && at < search.end),
  'line-end': (search, at) => at === search.end || search.bytes[at] === 10,
  word: (search, at) => onWordEdge(search, at),
  'no-word': (search, at) => !onWordEdge(search, at),
};

function onWordEdge(search: Search, at: number): boolean {
  const before = at > search.start && WORD[search.bytes[at - 1]!] === 1;
  const after = at < search.end && WORD[search.bytes[at]!] === 1;
  return before !== after;
}
