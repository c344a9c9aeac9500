import { describe, expect, it } from 'vitest';
import { compileRule } from '../rule/compile.ts';
import { bytesOf } from '../testing/conversation.ts';
import { matchChain } from './chain.ts';

function matches(options: string, subject: string): boolean {
  const result = compileRule({ ruleID: 1, text: `alert udp any any -> any any (${options} sid:1;)` }, 0);
  if (!result.ok) throw new Error(result.reason);
  const bytes = bytesOf(`....${subject}....`);
  const range = { bytes, origin: 4, start: 4, end: bytes.length - 4 };
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
    ['content:"a"; isdataat:2,relative;', 'aaaa', true],
    ['content:"a"; isdataat:!1,relative;', 'a-a', true],
    ['content:"k="; isdataat:!3,relative; content:"z"; distance:0;', 'k=abcdz', false],
  ])('goes back for another place: %s on %s', (options, subject, expected) => {
    expect(matches(options, subject)).toBe(expected);
  });

  it('ends within its budget on a payload made to exhaust it', () => {
    expect(
      matches(
        'content:"a"; content:"a"; distance:0; content:"a"; distance:0; content:"b"; distance:0;',
        'a'.repeat(5000),
      ),
    ).toBe(false);
  });

  it('pcre and isdataat from the start', () => {
    expect(matches('pcre:"/^x+$/";', 'xxx')).toBe(true);
    expect(matches('pcre:!"/y/";', 'xxx')).toBe(true);
    expect(matches('isdataat:2;', 'xxx')).toBe(true);
    expect(matches('isdataat:3;', 'xxx')).toBe(false);
  });
});
