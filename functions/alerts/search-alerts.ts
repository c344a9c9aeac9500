import * as z from 'zod';
import { accept, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import type { Fields } from '../../shared/domain/search/filter.ts';
import { fitting } from '../../shared/domain/search/search.ts';
import { selects } from '../../shared/domain/task/selects.ts';
import type { TenantCaller } from '../../shared/http/caller.ts';
import { checkFilter } from '../../shared/http/computer-filter.ts';
import type { Alert } from '../../shared/schema/api/alert/alert.ts';
import { type AlertFilter, type AlertPage, MOST_ALERTS } from '../../shared/schema/api/alert/alert-search.ts';
import type { ComputerFilter } from '../../shared/schema/api/task/task-parameters.ts';
import { listComputerRows } from '../../shared/table/entities/computer/computer-rows.ts';
import { filterPlaces } from '../../shared/table/filter-places.ts';
import type { Store } from '../../shared/table/store.ts';
import { firstOf } from './first-of.ts';
import { seenAlerts } from './seen.ts';
import { alertView } from './view.ts';

const fields: Fields = {
  ID: 'string',
  type: 'choice',
  title: 'string',
  severity: 'choice',
  state: 'choice',
  dismissible: 'boolean',
  raised: 'date',
  last: 'date',
  ended: 'date',
  count: 'numeric',
  computerID: 'id',
  computerName: 'string',
  policyID: 'id',
  policyName: 'string',
  ruleID: 'id',
  ruleName: 'string',
  description: 'string',
};

/**
 * Alerts that fit criteria, ended ones of four weeks among them, page by page. A page goes on behind the last alert of
 * the one before, by what it is sorted by: what is raised meanwhile repeats and hides nothing that stays as it was.
 */
export const searchAlerts = async (
  store: Store,
  caller: TenantCaller,
  filter: AlertFilter,
  now: number,
): Promise<Outcome<AlertPage>> => {
  const fits = fitting(filter, fields);
  if (!fits.ok) return fits;
  const behind = filter.cursor === undefined ? accept(undefined) : readCursor(filter.cursor);
  if (!behind.ok) return behind;
  const meant = await meantComputers(store, caller.tenantID, filter.computerFilter);
  if (!meant.ok) return meant;
  const order = orderOf(filter);
  const most = Math.min(filter.maxItems ?? MOST_ALERTS, MOST_ALERTS);
  const { items, more } = await firstOf(seenAlerts(store, caller, now), most, order, (alert) => {
    if (!meant.value(alert.subject.computerID)) return undefined;
    const shown = alertView(alert);
    if (behind.value && order(shown, behind.value as Alert) <= 0) return undefined;
    return fits.value(shown) ? shown : undefined;
  });
  const last = items.at(-1);
  return accept({ alerts: [...items], ...(more && last && { next: writeCursor(last) }) });
};

/** What sorts: ties stand by id, so that every alert has a place of its own. */
const orderOf = ({ sortBy = 'last', order = 'descending' }: AlertFilter) => {
  const sign = order === 'descending' ? -1 : 1;
  const compare = (a: string | number = '', b: string | number = ''): number =>
    a === b ? 0 : a < b ? -1 : 1;
  return (a: Alert, b: Alert): number => sign * compare(a[sortBy], b[sortBy]) || compare(a.ID, b.ID);
};

/** Nothing but what alerts are sorted by: a forged one shows no other alerts. */
const position = z.object({
  ID: z.string().max(200),
  raised: z.number(),
  last: z.number(),
  count: z.number(),
  severity: z.string().max(20),
  type: z.string().max(60),
  computerName: z.string().max(300).optional(),
});

const writeCursor = (last: Alert): string =>
  Buffer.from(JSON.stringify(position.parse(last))).toString('base64url');

const readCursor = (text: string) => {
  try {
    const parsed = position.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (parsed.success) return accept(parsed.data);
  } catch {
    // Falls through to the refusal below: what is not JSON is no cursor either.
  }
  return refuse('invalid', 'cursor: send what the last answer gave in next.', 'invalid', { field: 'cursor' });
};

/** With a filter of computers, alerts that are about none are left out. */
const meantComputers = async (
  store: Store,
  tenant: string,
  filter: ComputerFilter | undefined,
): Promise<Outcome<(computerID: number | undefined) => boolean>> => {
  if (!filter || filter.type === 'all-computers') return accept(() => true);
  const checked = await checkFilter(store, tenant, 'computerFilter', filter);
  if (!checked.ok) return checked;
  const isMeant = selects(filter, await filterPlaces(store, tenant, filter));
  const meant = new Set((await listComputerRows(store, tenant)).filter(isMeant).map(({ ID }) => ID));
  return accept((ID) => ID !== undefined && meant.has(ID));
};
