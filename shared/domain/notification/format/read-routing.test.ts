import { describe, expect, it } from 'vitest';
import { readRouting } from './read-routing.ts';

const Topic = 'arn:aws:sns:eu-west-1:123456789012:t';
const Version = '2014-09-24';
const withCondition = (Condition: unknown) => ({ Version, Statement: [{ Topic, Condition }] });

describe('a routing of events to topics', () => {
  it.each([
    ['a topic for everything', { Version, Statement: [{ Topic }] }],
    ['values and lists', withCondition({ StringLike: { HostName: ['web-*', 'db-*'] }, Bool: { A: true } })],
  ])('takes %s', (_, routing) => {
    expect(readRouting(JSON.stringify(routing))).toEqual({ ok: true, value: routing });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another version', { Version: '2012-10-17', Statement: [{ Topic }] }],
    ['no statement', { Version, Statement: [] }],
    ['too many statements', { Version, Statement: Array(21).fill({ Topic }) }],
    ['a statement that is none', { Version, Statement: [null] }],
    ['a topic that is none', { Version, Statement: [{ Topic: 'https://example.com/' }] }],
    ['a condition that is unknown', withCondition({ Matches: { A: 'b' } })],
    ['a condition of every object', withCondition({ constructor: { A: 'b' } })],
    ['lines that are no object', withCondition({ StringLike: 'a' })],
    ['a list where one value counts', withCondition({ Bool: { A: [true] } })],
    ['a value that is none', withCondition({ StringEquals: { A: { b: 1 } } })],
    ['too many values', withCondition({ StringEquals: { A: Array(51).fill('x') } })],
  ])('refuses %s', (_, routing) => {
    const text = typeof routing === 'string' ? routing : JSON.stringify(routing);
    expect(readRouting(text)).toMatchObject({ ok: false, reason: 'bad-routing' });
  });
});
