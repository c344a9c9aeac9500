import { describe, expect, it } from 'vitest';
import { type EcosystemFacts, isImportDue, mergeAdvisories } from './advisory-update.ts';

const facts = (hash: string, CVEs: number): EcosystemFacts => ({ hash, CVEs, packages: 1, imported: 1 });

describe('an import', () => {
  const before = { 'Debian:12': facts('a', 100), 'Alpine:v3.19': facts('b', 20) };
  it.each([
    ['brings a new ecosystem', { 'Debian:13': facts('n', 1) }, { 'Debian:13': 'n' }, true, 0],
    ['replaces an old one', { 'Debian:12': facts('n', 101) }, { 'Debian:12': 'n' }, true, 0],
    ['of the same changes nothing', { 'Debian:12': facts('a', 100) }, {}, false, 0],
    ['may lose some', { 'Debian:12': facts('n', 80) }, { 'Debian:12': 'n' }, true, 0],
    ['that lost too much is not taken', { 'Debian:12': facts('n', 79) }, {}, false, 1],
    ['of few may lose any', { 'Alpine:v3.19': facts('n', 1) }, { 'Alpine:v3.19': 'n' }, true, 0],
  ] as const)('%s', (_what, imported, replaced, changed, kept) => {
    const merged = mergeAdvisories(before, imported);
    const hashes = Object.fromEntries(
      Object.entries(merged.ecosystems).map(([name, { hash }]) => [name, hash]),
    );
    expect(hashes).toEqual({ 'Debian:12': 'a', 'Alpine:v3.19': 'b', ...replaced });
    expect(merged.changed).toBe(changed);
    expect(merged.kept).toHaveLength(kept);
  });
});

it.each([
  ['never imported', {}, true],
  ['a day ago', { started: 0 }, true],
  ['an hour ago', { started: 23 * 3_600_000 }, false],
  ['an hour ago, asked since', { started: 23 * 3_600_000, asked: 23.5 * 3_600_000 }, true],
  ['asked before the last', { started: 23.5 * 3_600_000, asked: 23 * 3_600_000 }, false],
])('%s: %o', (_what, run, due) => {
  expect(isImportDue(run, 24, 24 * 3_600_000)).toBe(due);
});
