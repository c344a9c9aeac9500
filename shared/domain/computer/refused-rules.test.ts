import { expect, it } from 'vitest';
import { refusedText, WITHDRAWN } from './refused-rules.ts';

const rule = (ruleID: number, reason: string) => ({ ruleID, reason });

it.each([
  ['nothing said', undefined, undefined],
  ['none', [], undefined],
  ['withdrawn by the service', [rule(2, WITHDRAWN), rule(3, `${WITHDRAWN}; its former version`)], undefined],
  ['one', [rule(7, 'no such keyword')], 'Rule 7 is not in force: no such keyword'],
  [
    'several',
    [rule(2, WITHDRAWN), rule(7, 'no such keyword'), rule(8, 'x')],
    'Rule 7 is not in force: no such keyword (and 1 more)',
  ],
  ['other letters, one byte each', [rule(7, '\n\u7121\u52b9')], 'Rule 7 is not in force: ???'],
])('rules that a host refuses: %s', (_, refused, text) => {
  expect(refusedText(refused)).toBe(text);
});
