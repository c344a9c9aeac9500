import { expect, it } from 'vitest';
import { starterCatalogue } from '../../ips/catalogue/index.ts';
import type { FeedRule } from '../feed/feed-rule.ts';
import { dated, withNewInDetect } from './new-rules.ts';

const rule = (ID: number, more: Partial<FeedRule> = {}) => ({ ID, ...more }) as FeedRule;

it.each<[string, FeedRule, FeedRule[], number | undefined]>([
  ['of the first version', rule(1), [], undefined],
  ['that came', rule(1), [rule(2)], 4],
  ['that was there before this was told', rule(1), [rule(1)], undefined],
  ['that came earlier', rule(1, { since: 9 }), [rule(1, { since: 2 })], 2],
  ['that the engine does not run yet', rule(1, { unsupported: 'flowbits' }), [rule(2)], undefined],
  ['that the engine has learnt', rule(1), [rule(1, { unsupported: 'flowbits' })], 4],
])('a rule %s', (_what, now, before, since) => {
  expect(dated([now], before, 4)[0]?.since).toBe(since);
});

it.each([
  [1, [2, 3]],
  [2, [3]],
  [3, []],
])('who began with version %i has these in detect: %j', (first, detecting) => {
  const [some] = starterCatalogue.rules;
  const rules = [1, 2, 3].map((ID) => ({ ...some, ID, since: ID }) as FeedRule);
  const seen = withNewInDetect({ ...starterCatalogue, rules }, first);
  expect(seen.rules.flatMap(({ ID, startsInDetect }) => (startsInDetect ? [ID] : []))).toEqual(detecting);
  for (const ID of detecting) expect(seen.rule(ID)?.startsInDetect).toBe(true);
});
