import { createHash } from 'node:crypto';
import type { ReportDocument } from '../../shared/domain/report/document.ts';
import { askedComputers } from '../../shared/http/asked-computers.ts';
import { reportFile } from '../../shared/ports/blob.ts';
import type { ReportWork } from '../../shared/schema/bus/report-work.ts';
import { beginReport, changeReport, type ReportItem } from '../../shared/table/entities/report/report.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { ReportDeps } from './deps.ts';
import { reportCsv } from './document-csv.ts';
import { gathers } from './gather.ts';
import { mailReport } from './mail-report.ts';
import { renderPdf } from './pdf/render.ts';
import { frameOf } from './scope.ts';

/** What broke every time will break again: then it is called off, and its reader sees that. */
const MOST_ATTEMPTS = 4;

/** Writes a report in one language, and its bytes; `password` locks a PDF. */
export interface Writer {
  readonly document: (locale: ReportItem['locale']) => ReportDocument;
  readonly bytes: (locale: ReportItem['locale'], password?: string) => Promise<Uint8Array>;
}

/** One message of queue `reports`. A message that comes twice finds the report done, or makes the same file again. */
export const makeReport =
  (deps: ReportDeps) =>
  async ({ tenant, reportID }: ReportWork): Promise<void> => {
    const { store, blobs, now } = deps;
    const item = await beginReport(store, tenant, reportID);
    if (!item) return;
    const made = gathers[item.templateID];
    if (!made || item.attempts > MOST_ATTEMPTS) {
      const note = 'The report could not be made. Ask for a shorter time or for fewer computers.';
      return changeReport(store, item, { state: 'failed', done: now(), note });
    }
    const writer = await writerOf(deps, item, made);
    if (!writer) return changeReport(store, item, { state: 'failed', done: now(), note: 'No such tenant.' });
    const bytes = await writer.bytes(item.locale);
    await blobs.put(reportFile(tenant, item.ID, item.format), bytes);
    if (item.task) await mailReport(deps, item, writer);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await changeReport(store, item, { state: 'done', done: now(), bytes: bytes.length, sha256 });
  };

const writerOf = async (
  deps: ReportDeps,
  item: ReportItem,
  { gather, timed }: (typeof gathers)[number],
): Promise<Writer | undefined> => {
  const tenant = await readTenant(deps.store, item.tenant);
  if (!tenant) return undefined;
  const scope = await askedComputers(deps.store, item);
  const write = await gather(deps, item, scope);
  const document = (locale: ReportItem['locale']): ReportDocument =>
    write(frameOf(item, tenant, scope, { locale, now: item.created, timed }));
  return {
    document,
    bytes: async (locale, password) =>
      item.format === 'csv'
        ? Buffer.from(reportCsv(document(locale)))
        : renderPdf(document(locale), { password, fontFolder: deps.fontFolder }),
  };
};
