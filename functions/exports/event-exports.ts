import type * as z from 'zod';
import { MANIFEST, partName } from '../../shared/domain/event/export/manifest.ts';
import { readEventQuery } from '../../shared/domain/event/search/query.ts';
import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type Period, periodOf } from '../../shared/domain/report/period.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import { checkFilter } from '../../shared/http/computer-filter.ts';
import { exportFile, FILE_DAYS } from '../../shared/ports/blob.ts';
import type { EventExport, exportOrder } from '../../shared/schema/api/report/export.ts';
import { exportRoutes } from '../../shared/schema/routes/exports.ts';
import {
  askForExport,
  type ExportItem,
  listExports,
  newExport,
  readExport,
} from '../../shared/table/entities/report/export.ts';
import { narrowed } from '../../shared/table/entities/report/report.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { newJobID } from './job-id.ts';
import { mayFetchEvents } from './may-fetch.ts';
import type { ExportsDeps } from './reports.ts';

const SHOWN = 100;
/** Exports of one tenant that may run at once, and that may be kept. */
const MOST_WAITING = 5;
const MOST_KEPT = 100;
const DAY = 86_400_000;

/** Events as files (EVT-3): asked for here, written by the function `export-work`. */
export const exportHandlers = ({ store, presign }: ExportsDeps): readonly Handler[] => [
  on(exportRoutes.createExport, async ({ caller, body, now }) => {
    const tenant = await readTenant(store, caller.tenantID);
    if (!tenant) return missing('tenant');
    const query = readEventQuery(body.eventClass, body);
    if (!query.ok) return query;
    const filtered = await checkFilter(store, caller.tenantID, 'computerFilter', body.computerFilter);
    if (!filtered.ok) return filtered;
    const period = asked(body.timeFilter, now, tenant.timeZone);
    if (!period.ok) return period;
    const { items } = await listExports(store, caller.tenantID, MOST_KEPT);
    if (
      items.filter(({ state }) => state === 'waiting').length >= MOST_WAITING ||
      items.length >= MOST_KEPT
    ) {
      return refuse('too-many', 'Too many exports at once. Wait until those before it are done.', 'too-many');
    }
    const { eventClass, format, computerFilter, searchCriteria } = body;
    const item = newExport(caller.tenantID, newJobID(now), {
      ...{ eventClass, format, ...period.value },
      ...(computerFilter && { computerFilter }),
      ...(searchCriteria && { searchCriteria }),
      reach: narrowed(caller.role),
      created: now,
      createdBy: caller.by.name,
      expiresAt: Math.floor((now + FILE_DAYS * DAY) / 1000),
    });
    await store.transact([askForExport(item)]);
    return accept(view(item));
  }),

  on(exportRoutes.listExports, async ({ caller }) => {
    const { items } = await listExports(store, caller.tenantID, SHOWN);
    return accept({
      exports: items
        .filter((item) => mayFetchEvents(caller, item))
        .map(view)
        .map(({ parts: _, manifest: __, ...rest }) => rest),
    });
  }),

  on(exportRoutes.describeExport, async ({ caller, params }) => {
    const item = await readExport(store, caller.tenantID, params.exportID);
    if (!item || !mayFetchEvents(caller, item)) return missing('export');
    const shown = view(item);
    if (item.state !== 'done') return accept(shown);
    const urlOf = (name: string) => presign(exportFile(caller.tenantID, item.ID, name), name);
    const [manifestURL, ...urls] = await Promise.all([
      urlOf(MANIFEST),
      ...shown.parts.map(({ name }) => urlOf(name)),
    ]);
    return accept({
      ...shown,
      parts: shown.parts.map((part, i) => ({ ...part, url: urls[i] })),
      ...(shown.manifest && { manifest: { ...shown.manifest, url: manifestURL } }),
    });
  }),
];

type Order = z.output<typeof exportOrder>;

const asked = (filter: Order['timeFilter'], now: number, timeZone: string): Outcome<Partial<Period>> => {
  if (!filter) return accept({});
  const { type, from = 0, to = 0 } = filter;
  return periodOf(type === 'custom' ? { type, from, to } : { type }, now, timeZone);
};

const view = (item: ExportItem): EventExport => {
  const sum = (of: 'events' | 'bytes') => item.parts.reduce((all, part) => all + part[of], 0);
  return {
    ...{ ID: item.ID, eventClass: item.eventClass, format: item.format, state: item.state },
    ...{ created: item.created, createdBy: item.createdBy, events: sum('events'), bytes: sum('bytes') },
    ...(item.from !== undefined && { from: item.from }),
    ...(item.to !== undefined && { to: item.to }),
    parts: item.parts.map((part, i) => ({ name: partName(item, i, part.sha256), ...part })),
    ...(item.manifest !== undefined && { manifest: { name: MANIFEST, sha256: item.manifest } }),
    ...(item.done !== undefined && { done: item.done }),
    ...(item.note !== undefined && { note: item.note }),
    expires: item.expiresAt * 1000,
  };
};
