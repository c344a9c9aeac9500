import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf } from '../testing/conversation.ts';
import { buildAutomaton, START, scan } from './automaton.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'C', 'c', 'A', '\x00', '\xff'), { maxLength: 40 })
  .map((chars) => chars.join(''));
const literals = fc.array(
  fc
    .array(fc.constantFrom('a', 'b', 'c', '\x00', '\xff'), { minLength: 1, maxLength: 5 })
    .map((chars) => chars.join('')),
  { minLength: 1, maxLength: 12 },
);

function naive(patterns: readonly string[], subject: string): string[] {
  const found: string[] = [];
  const folded = subject.replace(/[A-Z]/g, (char) => char.toLowerCase());
  for (const [value, pattern] of patterns.entries()) {
    for (let at = folded.indexOf(pattern); at >= 0; at = folded.indexOf(pattern, at + 1)) {
      found.push(`${value}@${at + pattern.length}`);
    }
  }
  return found.sort();
}

it('finds what a plain search finds, however the text is cut', () => {
  fc.assert(
    fc.property(literals, text, fc.array(fc.nat(40), { maxLength: 4 }), (patterns, subject, cuts) => {
      const automaton = buildAutomaton(
        patterns.map((pattern, value) => ({ bytes: bytesOf(pattern), value })),
      )!;
      const bytes = bytesOf(subject);
      const found: string[] = [];
      const places = [
        0,
        ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
        bytes.length,
      ];
      let state = START;
      for (let at = 1; at < places.length; at++) {
        state = scan(automaton, state, bytes, places[at - 1]!, places[at]!, (value, end) =>
          found.push(`${value}@${end}`),
        );
      }
      expect(found.sort()).toEqual(naive(patterns, subject));
    }),
    { numRuns: 1000 },
  );
});

it('no patterns make no automaton', () => {
  expect(buildAutomaton([])).toBeNull();
});
