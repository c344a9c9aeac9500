import { routes } from '../../../shared/schema/routes/index.ts';
import type { Allow } from '../../../shared/schema/routes/route.ts';

/** Where a route is: its line in the table has the same. */
interface Place {
  readonly path: string;
  readonly method: string;
}

/** Whose keys open a route, as its line says: a new route needs no word here. */
export const opens = ({ path, method }: Place, who: 'tenant' | 'operator'): boolean => {
  const line = routes.find((route) => route.path === path && route.method === method);
  if (!line) throw new Error(`${method} ${path} is described, and no line of the route table`);
  return doors[line.allow.who].includes(who);
};

const doors: Readonly<Record<Allow['who'], readonly ('tenant' | 'operator')[]>> = {
  tenant: ['tenant'],
  'tenant-or-operator': ['tenant', 'operator'],
  operator: ['operator'],
  agent: [],
  activating: [],
  anyone: [],
};

/** A path with its parameters replaced; what `ids` does not name gets a number that nobody has. */
export const fill = (path: string, ids: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '999999');

/** Well-formed ids that nobody has, by parameter; numbers need no word here. */
const nobodys: Readonly<Record<string, string>> = {
  alertID: 'unable-to-communicate:computer-999999',
  alertType: 'no-such-type',
  statementID: '2020-01',
  CVE: 'CVE-1999-0001',
};

/** A question about something that everybody may ask: nobody has it, and the answer is an empty one. */
export const asksAnything = ({ path }: Pick<Place, 'path'>): boolean => path === '/api/coverage/cves/{CVE}';

/** The path of a route, well-formed, of things that do not exist. To the operator, a tenant is a GUID there. */
export const nobodysPath = ({ path }: Pick<Place, 'path'>): string =>
  fill(path, {
    ...nobodys,
    ...(path.startsWith('/operator/') && { tenantID: '00000000-0000-4000-8000-000000000000' }),
  });

/**
 * What a good GET needs beside ids that exist: parameters of the path, and the query. `undefined`: there is nothing to
 * get yet, and another test walks it. Routes that need neither have no entry.
 */
export const goodRequests = (
  server: string,
): Readonly<
  Record<string, { readonly ids?: Record<string, string>; readonly query?: string } | undefined>
> => ({
  '/api/certificates/target': { query: `?URL=${encodeURIComponent(server)}` },
  '/api/systemsettings/{name}': { ids: { name: 'platformSettingWhoisUrl' } },
  '/api/alerts/{alertID}': undefined,
  '/api/alerttypes/{alertType}': { ids: { alertType: 'recommendation' } },
  '/api/statements/{statementID}': undefined,
  '/api/events/intrusionprevention/{eventID}': undefined,
  '/api/events/intrusionprevention/{eventID}/data': undefined,
  '/api/events/firewall/{eventID}': undefined,
  '/api/events/agent/{eventID}': undefined,
  '/api/events/system/{eventID}': undefined,
});
