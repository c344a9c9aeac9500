import { describe, expect, it } from 'vitest';
import { compileRule } from '../rule/compile.ts';
import { bytesOf } from '../testing/conversation.ts';
import { matchChain } from './chain.ts';
import { fullEffort, isSpent } from './effort.ts';

function matches(options: string, subject: string): boolean {
  const result = compileRule({ ruleID: 1, text: `alert udp any any -> any any (${options} sid:1;)` }, 0);
  if (!result.ok) throw new Error(result.reason);
  const bytes = bytesOf(`....${subject}....`);
  const range = { bytes, origin: 4, start: 4, end: bytes.length - 4, effort: fullEffort() };
  return result.rule.groups.every(({ steps }) => matchChain(steps, range));
}

describe('positions of contents', () => {
  it.each([
    ['content:"abc";', 'xxabc', true],
    ['content:"abc";', 'xxabC', false],
    ['content:"aBc"; nocase;', 'xxAbC', true],
    ['content:"abc"; offset:2;', 'xxabc', true],
    ['content:"abc"; offset:3;', 'xxabc', false],
    ['content:"abc"; depth:5;', 'xxabc', true],
    ['content:"abc"; depth:4;', 'xxabc', false],
    ['content:"abc"; offset:2; depth:3;', 'xxabc', true],
    ['content:"abc"; offset:1; depth:3;', 'xxabc', false],
    ['content:"ab"; startswith;', 'abab', true],
    ['content:"ab"; startswith;', 'xab', false],
    ['content:"ab"; endswith;', 'abxab', true],
    ['content:"ab"; endswith;', 'abx', false],
    ['content:"a"; content:"b"; distance:2;', 'a--b', true],
    ['content:"a"; content:"b"; distance:2;', 'a-b', false],
    ['content:"a"; content:"b"; within:3;', 'a--b', true],
    ['content:"a"; content:"b"; within:2;', 'a--b', false],
    ['content:"a"; content:"b"; distance:1; within:2;', 'a--b', true],
    ['content:"b"; content:"a"; distance:-4;', 'a--b', true],
    ['content:!"abc";', 'xxab', true],
    ['content:!"abc";', 'xabcx', false],
    ['content:"a"; content:!"b"; within:2;', 'a--b', true],
    ['content:"a"; content:!"b"; within:2;', 'a-b', false],
    ['content:"x"; content:"a"; content:"b"; distance:0;', 'b-a-b-x', true],
  ])('%s on %s', (options, subject, expected) => {
    expect(matches(options, subject)).toBe(expected);
  });

  it.each([
    ['content:"a"; content:"b"; within:1; content:"c"; within:1;', 'ab-abc', true],
    ['content:"a"; content:"b"; distance:0; content:"c"; distance:0; within:1;', 'a-b-bc', true],
    ['content:"a"; content:!"b"; within:1;', 'ab-ac', true],
    ['content:"a"; pcre:"/^\\d/R";', 'a-a1', true],
    ['pcre:"/a./"; content:"b"; within:1;', 'axcayb', true],
    ['pcre:"/x.*z|b/"; content:"c"; distance:0;', 'x-b-c-z', true],
    ['content:"a"; isdataat:2,relative;', 'aaaa', true],
    ['content:"a"; isdataat:!1,relative;', 'a-a', true],
    ['content:"k="; isdataat:!3,relative; content:"z"; distance:0;', 'k=abcdz', false],
  ])('goes back for another place: %s on %s', (options, subject, expected) => {
    expect(matches(options, subject)).toBe(expected);
  });

  it.each([
    ['content:"a"; content:"a"; within:90; content:"a"; within:90; content:"b"; within:90;', true],
    ['content:"a"; pcre:"/[^b]{0,50}x+y/R";', true],
    ['pcre:"/(a+)+b/";', true],
    ['content:"a"; content:"a"; distance:0; content:"a"; distance:0; content:"b"; distance:0;', false],
    ['content:"a"; pcre:"/^b/";', false],
  ])('a payload made to trouble it costs no more than the effort left: %s', (options, spent) => {
    const result = compileRule({ ruleID: 1, text: `alert udp any any -> any any (${options} sid:1;)` }, 0);
    if (!result.ok) throw new Error(result.reason);
    const bytes = bytesOf('a'.repeat(20_000));
    const effort = fullEffort();
    const subject = { bytes, origin: 0, start: 0, end: bytes.length, effort };
    expect(result.rule.groups.map(({ steps }) => matchChain(steps, subject))).toEqual([false]);
    expect(isSpent(effort)).toBe(spent);
    expect(effort.left).toBeGreaterThan(-bytes.length);
  });

  it('pcre and isdataat from the start', () => {
    expect(matches('pcre:"/^x+$/";', 'xxx')).toBe(true);
    expect(matches('pcre:!"/y/";', 'xxx')).toBe(true);
    expect(matches('isdataat:2;', 'xxx')).toBe(true);
    expect(matches('isdataat:3;', 'xxx')).toBe(false);
  });
});
