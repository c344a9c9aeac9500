import { expect, it } from 'vitest';
import { repeated } from './batch-decision.ts';

const stored = { nonce: 'n1', received: 1000 };

it.each([
  [
    'a retry with a proof of its own',
    { nonce: 'n2', received: 2000 },
    true,
    { ok: true, value: { duplicate: true } },
  ],
  [
    'the write that the client repeated',
    { nonce: 'n1', received: 1000 },
    true,
    { ok: true, value: { duplicate: false } },
  ],
  ['the same request played again', { nonce: 'n1', received: 2000 }, true, { ok: false, reason: 'replayed' }],
  [
    'another batch under the id',
    { nonce: 'n2', received: 2000 },
    false,
    { ok: false, reason: 'batch-differs' },
  ],
  [
    'another batch with the nonce',
    { nonce: 'n1', received: 1000 },
    false,
    { ok: false, reason: 'batch-differs' },
  ],
])('%s', (_, sent, same, outcome) => {
  expect(repeated(stored, sent, same)).toMatchObject(outcome);
});
