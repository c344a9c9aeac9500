import { expect, it } from 'vitest';
import { changedApiKey } from './access/access.ts';
import { changeOf } from './common.ts';
import { firewallRules } from './policy/firewall-rule.ts';

it('leaves alone what a change does not name, though creation has a default for it', () => {
  expect(changedApiKey.parse({})).toEqual({});
  expect(changedApiKey.parse({ description: 'for the build' })).toEqual({ description: 'for the build' });
  expect(changeOf(firewallRules.body).parse({ name: 'web' })).toEqual({ name: 'web' });
});

it('still refuses what the member may not be', () => {
  expect(changedApiKey.safeParse({ locale: 'fr-FR' }).success).toBe(false);
  expect(changedApiKey.parse({ active: 'False' })).toEqual({ active: false });
});
