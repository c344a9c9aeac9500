import { expect, it } from 'vitest';
import { needsResponses } from './needs-responses.ts';

const rule = (options: string) => [{ ruleID: 1, text: `alert tcp any any -> any 80 (${options})` }];

it.each([
  ['msg:"x"; flow:established,to_server; content:"a"; sid:1;', false],
  ['flow: from_client , established; sid:1;', false],
  ['flow:established,to_client; sid:1;', true],
  ['flow:established; sid:1;', true],
  ['content:"a"; sid:1;', true],
  ['content:"x|3b| flow:to_server"; sid:1;', true],
  ['msg:"flow:to_server"; sid:1;', true],
])('%s: %s', (options, needed) => expect(needsResponses(rule(options))).toBe(needed));

it('is needed as soon as one signature needs it, and not without any', () => {
  expect(needsResponses([...rule('flow:to_server; sid:1;'), ...rule('sid:2;')])).toBe(true);
  expect(needsResponses([])).toBe(false);
});
