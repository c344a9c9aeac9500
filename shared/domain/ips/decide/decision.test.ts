import { expect, it } from 'vitest';
import { compileRule } from '../rule/compile.ts';
import { type Finding, judge } from './decision.ts';

function finding(action: string, scope = 'http.uri; content:"a";'): Finding {
  const result = compileRule({ ruleID: 1, text: `${action} http any any -> any any (${scope} sid:1;)` }, 0);
  if (!result.ok) throw new Error(result.reason);
  return { rule: result.rule, reason: null, toServer: true, positionInStream: 0 };
}

const SANITY: Finding = { rule: null, reason: 139, toServer: true, positionInStream: 0 };
const UNREADABLE: Finding = { ...SANITY, reason: 801 };

it.each([
  ['inline', 'prevent', [finding('drop')], 'drop', ['drop'], 'dropped'],
  ['inline', 'prevent', [finding('drop'), finding('reject')], 'reset', ['drop', 'reset'], 'dropped'],
  ['inline', 'prevent', [finding('alert')], 'pass', ['alert'], null],
  ['inline', 'detect', [finding('drop')], 'pass', ['alert'], null],
  ['tap', 'prevent', [finding('reject')], 'pass', ['alert'], null],
  ['inline', 'detect', [SANITY], 'drop', ['drop'], null],
  ['inline', 'prevent', [SANITY], 'drop', ['drop'], null],
  ['tap', 'detect', [SANITY], 'pass', ['alert'], null],
  ['inline', 'detect', [UNREADABLE], 'drop', ['drop'], 'dropped'],
  ['tap', 'prevent', [UNREADABLE], 'pass', ['alert'], null],
  ['inline', 'prevent', [finding('drop'), finding('pass')], 'pass', [], 'passed'],
  ['inline', 'prevent', [], 'pass', [], null],
] as const)('%s %s', (mode, behaviour, findings, verdict, effects, settles) => {
  const judgement = judge({ mode, behaviour }, findings);
  expect([judgement.verdict, judgement.effects.map(({ effect }) => effect), judgement.settles]).toEqual([
    verdict,
    effects,
    settles,
  ]);
});
