import fc from 'fast-check';
import { expect, it } from 'vitest';
import { factsOf, factsText, type UsageFacts, type UsageTally, withCall } from './usage.ts';

const facts: UsageFacts = {
  ...{ action: 'listComputers', method: 'GET', status: 200, auth: 'api-key', keyID: 7, expand: 'none' },
};
const one = { calls: 1, duration: 10, items: 3 };

it('adds up calls that agree and tells others apart', () => {
  let tally: UsageTally = {};
  for (const each of [facts, facts, { ...facts, status: 404 }]) tally = withCall(tally, each, one);
  expect(tally).toEqual({
    [factsText(facts)]: { calls: 2, duration: 20, items: 6 },
    [factsText({ ...facts, status: 404 })]: one,
  });
});

it('counts without their keys what is too much to tell apart, and stays bounded', () => {
  let tally: UsageTally = {};
  for (let keyID = 1; keyID <= 2000; keyID++) tally = withCall(tally, { ...facts, keyID }, one);
  const sum = Object.values(tally).reduce((total, { calls }) => total + calls, 0);
  expect(sum).toBe(2000);
  for (let i = 0; i < 2000; i++) tally = withCall(tally, { ...facts, action: `a${i}` }, one);
  expect(Object.keys(tally).length).toBeLessThanOrEqual(600);
});

it('reads back what it wrote', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.nat(), (expand, keyID) => {
      const said = { ...facts, keyID, expand: expand.replaceAll('|', ' ') };
      expect(factsOf(factsText({ ...facts, keyID, expand }))).toEqual(said);
    }),
  );
});
