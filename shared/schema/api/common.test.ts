import { expect, it } from 'vitest';
import { changedApiKey } from './access.ts';
import { firewallRuleChange } from './rule.ts';

it('leaves alone what a change does not name, though creation has a default for it', () => {
  expect(changedApiKey.parse({})).toEqual({});
  expect(changedApiKey.parse({ description: 'for the build' })).toEqual({ description: 'for the build' });
  expect(firewallRuleChange.parse({ name: 'web' })).toEqual({ name: 'web' });
});

it('still refuses what the member may not be', () => {
  expect(changedApiKey.safeParse({ locale: 'fr-FR' }).success).toBe(false);
  expect(changedApiKey.parse({ active: 'False' })).toEqual({ active: false });
});
