import { describe, expect, it } from 'vitest';
import { filter, pattern } from './filter.ts';

const record = (eventName: string, newImage?: object, oldImage?: object): object => ({
  eventName,
  dynamodb: { ...(newImage && { NewImage: newImage }), ...(oldImage && { OldImage: oldImage }) },
});

describe('filter patterns', () => {
  it.each([
    // Every field must match; one of its values is enough.
    [{ eventName: ['INSERT', 'MODIFY'] }, record('MODIFY'), true],
    [{ eventName: ['INSERT', 'MODIFY'] }, record('REMOVE'), false],
    [
      { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['order'] } } } },
      record('INSERT', { kind: { S: 'order' } }),
      true,
    ],
    [
      { eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['order'] } } } },
      record('INSERT', { kind: { S: 'host' } }),
      false,
    ],
    // Both images: the change, not the state.
    [
      { dynamodb: { NewImage: { offline: { BOOL: [true] } }, OldImage: { offline: { BOOL: [false] } } } },
      record('MODIFY', { offline: { BOOL: true } }, { offline: { BOOL: false } }),
      true,
    ],
    [
      { dynamodb: { NewImage: { offline: { BOOL: [true] } }, OldImage: { offline: { BOOL: [false] } } } },
      record('MODIFY', { offline: { BOOL: true } }, { offline: { BOOL: true } }),
      false,
    ],
    // A field that is not there never equals.
    [
      { dynamodb: { NewImage: { kind: { S: ['order'] } } } },
      record('REMOVE', undefined, { kind: { S: 'order' } }),
      false,
    ],
    // TTL removals.
    [{ userIdentity: { type: [{ exists: false }] } }, record('REMOVE'), true],
    [
      { userIdentity: { type: [{ exists: false }] } },
      { ...record('REMOVE'), userIdentity: { type: 'Service' } },
      false,
    ],
    [{ a: [{ prefix: 'ab' }] }, { a: 'abc' }, true],
    [{ a: [{ suffix: 'bc' }] }, { a: 'ab' }, false],
    [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, true],
    [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'y' }, false],
    [{ a: [{ 'anything-but': 'x' }] }, {}, false],
    [{ a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, false],
    [{ N: [{ numeric: ['>', 3, '<=', 5] }] }, { N: '5' }, true],
    [{ N: [{ numeric: ['>', 3, '<=', 5] }] }, { N: '3' }, false],
    [{ a: [{ 'equals-ignore-case': 'AB' }] }, { a: 'ab' }, true],
    [{ a: [null] }, { a: null }, true],
    [{ a: [5] }, { a: '5' }, false],
    [{ a: ['x'] }, { a: ['y', 'x'] }, true],
    [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'y' }, true],
    [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, { b: 'x' }, false],
  ])('%j on %j: %s', (source, value, expected) => {
    expect(pattern(source)(value)).toBe(expected);
  });

  it('lets everything pass without a pattern, and needs one match of several', () => {
    expect(filter([])({ any: 1 })).toBe(true);
    expect(filter([{ a: ['x'] }, { a: ['y'] }])({ a: 'y' })).toBe(true);
    expect(filter([{ a: ['x'] }, { a: ['y'] }])({ a: 'z' })).toBe(false);
  });

  it('refuses what it does not know rather than guessing', () => {
    expect(() => pattern({ a: [{ cidr: '10.0.0.0/8' }] })).toThrow(/cidr/);
    expect(() => pattern({ a: 'x' })).toThrow(/list/);
  });
});
