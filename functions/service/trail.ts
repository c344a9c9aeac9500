import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { type Column, csvAnswer, ndjsonAnswer, wantedFormat } from '../../shared/http/export.ts';
import { nextOf, readPlace } from '../../shared/http/place.ts';
import type { Request } from '../../shared/http/request.ts';
import { serviceRoutes } from '../../shared/schema/routes/service.ts';
import { pageTrail, type TrailItem } from '../../shared/table/entities/tenant/trail.ts';
import { OPERATOR } from '../../shared/table/keys.ts';
import type { Store } from '../../shared/table/store.ts';

const DEFAULT_LIMIT = 100;
const LAST_MOMENT = 8_640_000_000_000;
const PLACE = /^\d{13}#[^\p{Cc}]{1,500}$/u;

interface Query {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Who did what, and what it changed (EVT-7). */
export const trailHandlers = ({ store }: ApiDeps): readonly Handler[] => [
  on(serviceRoutes.listTrail, async ({ caller, query, request }) => {
    const page = await read(store, caller.tenantID, query);
    return page.ok ? accept(answer(page.value, request)) : page;
  }),

  on(serviceRoutes.listOperatorTrail, async ({ query, request }) => {
    const page = await read(store, query.tenantID ?? OPERATOR, query);
    return page.ok ? accept(answer(page.value, request)) : page;
  }),
];

const read = async (store: Store, owner: string, query: Query) => {
  const { from = 0, to = LAST_MOMENT, limit = DEFAULT_LIMIT } = query;
  if (from > to) {
    return refuse('invalid', 'from: must not be later than to.', 'invalid', { field: 'from' });
  }
  const after = readPlace(query.cursor, PLACE);
  if (!after.ok) return after;
  const window = { from: Math.min(from, LAST_MOMENT), to: Math.min(to, LAST_MOMENT) };
  // A place outside of what is asked for is none: the table would refuse it.
  const time = after.value === undefined ? window.from : Number(after.value.slice(0, 13));
  if (time < window.from || time > window.to) return strayCursor;
  const page = await pageTrail(store, owner, { ...window, after: after.value, limit });
  return accept({ entries: page.items.map(view(owner)), ...nextOf(page.next) });
};

const strayCursor: Outcome<never> = refuse(
  'invalid',
  'cursor: it belongs to other times; send from and to as before.',
  'invalid',
  { field: 'cursor' },
);

const view = (owner: string) => (item: TrailItem) => ({
  at: item.at,
  action: item.action,
  target: item.target,
  tenantID: item.tenant ?? owner,
  byKind: item.byKind,
  by: item.by,
  ...(item.detail !== undefined && { detail: item.detail }),
  ...(item.before && { before: item.before }),
  ...(item.after && { after: item.after }),
});

type Entry = ReturnType<ReturnType<typeof view>>;

const answer = (page: { readonly entries: Entry[]; readonly next?: string }, request: Request) => {
  switch (wantedFormat(request, ['csv', 'ndjson'])) {
    case 'csv':
      return csvAnswer(columns, page.entries, page.next);
    case 'ndjson':
      return ndjsonAnswer(page.entries, page.next);
    default:
      return page;
  }
};

const json = (members: Entry['before']): string | undefined => members && JSON.stringify(members);

const columns: readonly Column<Entry>[] = [
  ['at', ({ at }) => new Date(at).toISOString()],
  ['tenantID', ({ tenantID }) => tenantID],
  ['action', ({ action }) => action],
  ['target', ({ target }) => target],
  ['byKind', ({ byKind }) => byKind],
  ['by', ({ by }) => by],
  ['detail', ({ detail }) => detail],
  ['before', ({ before }) => json(before)],
  ['after', ({ after }) => json(after)],
];
