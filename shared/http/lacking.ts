import type { Right } from '../domain/access/rights.ts';
import { type Refusal, refuse } from '../domain/outcome.ts';
import { plural } from '../schema/api/collection.ts';
import type { Route } from '../schema/routes/route.ts';

const verbs: Readonly<Record<string, string>> = {
  list: 'view',
  search: 'view',
  describe: 'view',
  modify: 'edit',
};

/** The API's own words for a missing right, `Not authorized to view policies.`, and which right it is. */
export const lacking = (route: Route, right: Right): Refusal => {
  const [first = '', ...rest] = route.id
    .replace(/([A-Z]+)/g, ' $1')
    .trim()
    .toLowerCase()
    .split(/\s+/);
  const words = rest.join(' ');
  const things = /s$/.test(words) ? words : plural(words);
  return refuse(
    'forbidden',
    `Not authorized to ${verbs[first] ?? first} ${things}. This needs the right ${right}.`,
    'missing-right',
  );
};
