import { expect, it } from 'vitest';
import { behaviourOf } from './behaviour.ts';
import { behaviourTable, reviews } from './behaviour-table.ts';
import type { RuleFacts } from './facts.ts';

const facts = (classType: string, confidence: RuleFacts['confidence'], sid = 2000001): RuleFacts => ({
  sid,
  rev: 1,
  name: 'Rule',
  classType,
  CVE: [],
  references: [],
  confidence,
  signatureSeverity: '',
  CVSSScore: '',
  products: [],
  created: 0,
  updated: 0,
  toClient: false,
});

it.each([
  ['attempted-admin', 'high', 'medium', 'prevent'],
  ['attempted-admin', 'high', 'low', 'detect'],
  ['attempted-admin', 'medium', 'high', 'prevent'],
  ['attempted-admin', 'medium', 'medium', 'detect'],
  ['attempted-admin', 'low', 'critical', 'detect'],
  ['attempted-admin', 'none', 'critical', 'detect'],
  ['successful-admin', 'high', 'critical', 'prevent'],
  ['successful-admin', 'high', 'high', 'detect'],
  ['misc-activity', 'high', 'critical', 'detect-only'],
  ['', 'high', 'high', 'detect'],
  ['toString', 'high', 'high', 'detect'],
] as const)('%s, confidence %s, severity %s: %s', (classType, confidence, severity, behaviour) => {
  expect(behaviourOf(facts(classType, confidence), severity).behaviour).toBe(behaviour);
});

it('our review goes before the table', () => {
  for (const { sid, behaviour, because } of reviews) {
    expect(behaviourOf(facts('attempted-admin', 'high', sid), 'critical')).toEqual({ behaviour, because });
  }
});

it('the last line of the table holds for all, so that every rule is decided', () => {
  const { behaviour: _, because, ...conditions } = behaviourTable.at(-1) ?? { because: '' };
  expect(conditions).toEqual({});
  expect(because).not.toBe('');
});
