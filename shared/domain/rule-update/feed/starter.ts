import { starterRules } from '../../ips/catalogue/starter.ts';
import type { Collected } from './collect.ts';
import { begins, supportOf } from './feed-rule.ts';

export const STARTER = 'starter';

/** Our own rules, as a source among the others: reviewed by us, they prevent. */
export const starterSource = (): Collected => ({
  rules: starterRules.map((rule) => ({
    ...rule,
    source: STARTER,
    revision: 1,
    ...begins({ behaviour: 'prevent', because: 'written and reviewed by us' }),
    ...supportOf(rule.signatures),
  })),
  files: { [STARTER]: starterRules.length },
  read: starterRules.length,
  switchedOff: 0,
  refused: [],
});
