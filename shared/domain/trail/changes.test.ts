import { describe, expect, it } from 'vitest';
import { changesBetween } from './changes.ts';

describe('what a trail entry says of a change', () => {
  it.each([
    ['only what differs', { a: 1, b: 2 }, { a: 1, b: 3 }, { before: { b: 2 }, after: { b: 3 } }],
    ['everything of a new thing', undefined, { a: 1 }, { after: { a: 1 } }],
    ['everything of a deleted thing', { a: 1 }, undefined, { before: { a: 1 } }],
    ['what was not there before', { a: 1 }, { a: 1, b: 2 }, { before: {}, after: { b: 2 } }],
    [
      'nothing of the order of members',
      { a: { x: 1, y: 2 } },
      { a: { y: 2, x: 1 } },
      { before: {}, after: {} },
    ],
    [
      'nothing of keys and revisions',
      { pk: 'a', revision: 1 },
      { pk: 'a', revision: 2 },
      { before: {}, after: {} },
    ],
    [
      'no secret, sealed or hashed, however deep',
      { secretHash: 'aa', sealedReportPassword: 'bb', mail: { user: 'u', password: 'p' } },
      { secretHash: 'cc', sealedReportPassword: 'dd', mail: { user: 'v', password: 'q' } },
      { before: { mail: { user: 'u' } }, after: { mail: { user: 'v' } } },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changesBetween(before, after)).toEqual(expected);
  });

  it('stays small whatever it is told', () => {
    const huge = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`m${i}`, 'x'.repeat(5000)]));
    const { after } = changesBetween(undefined, huge);
    expect(JSON.stringify(after).length).toBeLessThan(30_000);
    expect(String(after?.m0)).toMatch(/^"x+… \(5002 characters\)$/);
  });
});
