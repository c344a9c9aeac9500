import { accept, missing, type Outcome, refuse } from '../../shared/domain/outcome.ts';
import { type Period, periodOf, type TimeFilter } from '../../shared/domain/report/period.ts';
import { madeTemplate, reportTemplates } from '../../shared/domain/report/templates.ts';
import { type ApiDeps, type Handler, on } from '../../shared/http/api.ts';
import { checkFilter } from '../../shared/http/computer-filter.ts';
import { FILE_DAYS, reportFile } from '../../shared/ports/blob.ts';
import type { Presign } from '../../shared/ports/s3-blob.ts';
import type { Report } from '../../shared/schema/api/report/report.ts';
import { reportRoutes } from '../../shared/schema/routes/reports.ts';
import {
  askForReport,
  listReports,
  narrowed,
  newReport,
  type ReportItem,
  readReport,
} from '../../shared/table/entities/report/report.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import { newJobID } from './job-id.ts';
import { mayFetch } from './may-fetch.ts';

export interface ExportsDeps extends ApiDeps {
  readonly presign: Presign;
}

const SHOWN = 100;
/** Reports of one tenant that may wait at once, and that may be kept. */
const MOST_WAITING = 20;
const MOST_KEPT = 1000;
const DAY = 86_400_000;

/** Reports on demand (OPS-4): asked for here, made by the function `report`. */
export const reportHandlers = ({ store, presign }: ExportsDeps): readonly Handler[] => [
  on(reportRoutes.createReport, async ({ caller, body, now }) => {
    const { reportTemplateID: templateID, format } = body;
    if (!madeTemplate(templateID, format)) return notMade(templateID, format);
    const tenant = await readTenant(store, caller.tenantID);
    if (!tenant) return missing('tenant');
    const filtered = await checkFilter(store, caller.tenantID, 'computerFilter', body.computerFilter);
    if (!filtered.ok) return filtered;
    const timeZone = body.timeZone ?? tenant.timeZone;
    const period = asked(body.timeFilter, now, timeZone);
    if (!period.ok) return period;
    const { items } = await listReports(store, caller.tenantID, MOST_KEPT);
    if (
      items.filter(({ state }) => state === 'waiting').length >= MOST_WAITING ||
      items.length >= MOST_KEPT
    ) {
      return refuse('too-many', 'Too many reports at once. Wait until those before it are made.', 'too-many');
    }
    const item = newReport(caller.tenantID, newJobID(now), {
      templateID,
      format,
      locale: body.locale ?? tenant.locale,
      timeZone,
      ...(body.classification && { classification: body.classification }),
      ...period.value,
      ...(body.computerFilter && { computerFilter: body.computerFilter }),
      reach: narrowed(caller.role),
      created: now,
      createdBy: caller.by.name,
      expiresAt: Math.floor((now + FILE_DAYS * DAY) / 1000),
    });
    await store.transact([askForReport(item)]);
    return accept(view(item));
  }),

  on(reportRoutes.listReports, async ({ caller }) => {
    const { items } = await listReports(store, caller.tenantID, SHOWN);
    return accept({ reports: items.filter((item) => mayFetch(caller, item)).map(view) });
  }),

  on(reportRoutes.describeReport, async ({ caller, params }) => {
    const item = await readReport(store, caller.tenantID, params.reportID);
    if (!item || !mayFetch(caller, item)) return missing('report');
    if (item.state !== 'done') return accept(view(item));
    const file = reportFile(caller.tenantID, item.ID, item.format);
    return accept({ ...view(item), url: await presign(file, `report-${item.ID}.${item.format}`) });
  }),
];

const asked = (
  filter:
    | {
        readonly type: TimeFilter['type'];
        readonly from?: number | undefined;
        readonly to?: number | undefined;
      }
    | undefined,
  now: number,
  timeZone: string,
): Outcome<Period> => {
  const { type = 'last-24-hours', from = 0, to = 0 } = filter ?? {};
  return periodOf(type === 'custom' ? { type, from, to } : { type }, now, timeZone);
};

const notMade = (ID: number, format: string) => {
  const known = reportTemplates.find((each) => each.ID === ID);
  const field = 'reportTemplateID';
  if (!known) {
    return refuse('invalid', `${field}: there is no report template ${ID}.`, 'unknown-target', { field });
  }
  return madeTemplate(ID, known.supportedFormats[0] ?? '')
    ? refuse('invalid', `format: the ${known.name} is not made as ${format}.`, 'not-offered', {
        field: 'format',
      })
    : refuse('invalid', `${field}: this service does not make the ${known.name}.`, 'not-offered', { field });
};

const view = (item: ReportItem): Report => ({
  ID: item.ID,
  reportTemplateID: item.templateID,
  name: reportTemplates.find(({ ID }) => ID === item.templateID)?.name ?? '',
  format: item.format,
  state: item.state,
  created: item.created,
  createdBy: item.createdBy,
  from: item.from,
  to: item.to,
  expires: item.expiresAt * 1000,
  ...(item.done !== undefined && { done: item.done }),
  ...(item.bytes !== undefined && { bytes: item.bytes }),
  ...(item.sha256 !== undefined && { sha256: item.sha256 }),
  ...(item.note !== undefined && { note: item.note }),
});
