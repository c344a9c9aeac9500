import { expect, it } from 'vitest';
import { type TokenFacts, usableToken } from './activation-token.ts';

const now = Date.UTC(2026, 10, 23);
const open: TokenFacts = { sources: [] };

it.each([
  ['without limits', open, '203.0.113.5', undefined],
  ['before its end', { ...open, expires: now + 1 }, '203.0.113.5', undefined],
  ['at its end', { ...open, expires: now }, '203.0.113.5', 'token-expired'],
  ['with one use left', { ...open, usesLeft: 1 }, '203.0.113.5', undefined],
  ['used up', { ...open, usesLeft: 0 }, '203.0.113.5', 'token-used-up'],
  ['from an allowed range', { ...open, sources: ['10.0.0.1', '203.0.113.0/24'] }, '203.0.113.5', undefined],
  ['from elsewhere', { ...open, sources: ['10.0.0.0/8'] }, '203.0.113.5', 'wrong-source'],
  ['from an address that cannot be read', { ...open, sources: ['0.0.0.0/0'] }, 'unknown', 'wrong-source'],
] as const)('a token %s', (_, token, source, reason) => {
  const outcome = usableToken(token, source, now);
  expect(outcome.ok ? undefined : outcome.reason).toBe(reason);
});
