import { expect, it } from 'vitest';
import { decideVersion, type VersionState } from './publication.ts';

const at = (version: number, state: VersionState['state'] = 'imported'): VersionState => ({ version, state });
const inForce = { version: 3, sequence: 7, everybodys: true, held: false };
const underWay = { ...inForce, everybodys: false };
const heldBack = { ...underWay, held: true };

it.each([
  ['the first publication', 'published', at(1), undefined, { publish: { version: 1, sequence: 1 } }],
  ['a newer version', 'published', at(4), inForce, { publish: { version: 4, sequence: 8 } }],
  [
    'an older version: a roll-back is a new sequence',
    'published',
    at(2),
    inForce,
    { publish: { version: 2, sequence: 8 } },
  ],
  ['what is in force already', 'published', at(3), inForce, { nothing: true }],
  ['what is under way: now to everybody', 'published', at(3), underWay, { rollOut: 'now' }],
  ['to hold what is under way', 'held', at(3), underWay, { rollOut: 'held' }],
  ['to hold it once more', 'held', at(3), heldBack, { nothing: true }],
  ['to let it go on', 'imported', at(3), heldBack, { rollOut: 'on' }],
  ['to publish it while it is held', 'published', at(3), heldBack, 'held'],
  ['an older one instead of it', 'published', at(2), heldBack, { publish: { version: 2, sequence: 8 } }],
  ['a held version', 'published', at(4, 'held'), inForce, 'held'],
  ['to hold one', 'held', at(4), inForce, { state: 'held' }],
  ['to hold it again', 'held', at(4, 'held'), inForce, { nothing: true }],
  ['to hold what is in force', 'held', at(3), inForce, 'in-force'],
  ['to let a held one go', 'imported', at(4, 'held'), inForce, { state: 'imported' }],
  ['a version that is not there', 'published', undefined, inForce, undefined],
] as const)('%s', (_what, wish, version, published, expected) => {
  const decided = decideVersion(wish, version, published);
  expect(decided.ok ? decided.value : decided.reason).toEqual(expected);
});
