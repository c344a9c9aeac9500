import { plainLine } from '../../shared/domain/plain-line.ts';
import { type MailedFile, MOST_MAILED } from '../../shared/ports/file-mailer.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import { readObject } from '../../shared/table/entities/object/object.ts';
import { changeReport, type ReportItem } from '../../shared/table/entities/report/report.ts';
import { readTenant } from '../../shared/table/entities/tenant/tenant.ts';
import type { ReportDeps } from './deps.ts';
import type { Writer } from './make-report.ts';
import { reportMail } from './report-mail.ts';

type Task = NonNullable<ReportItem['task']>;

interface Reader {
  readonly address: string;
  readonly locale: ReportItem['locale'];
  readonly password?: string | undefined;
}

/**
 * Mails a report to the readers of its task, each in their language and locked by their password. How many have it
 * is written down after each, so that a crash repeats one mail at most.
 */
export const mailReport = async (deps: ReportDeps, item: ReportItem, writer: Writer): Promise<void> => {
  const { task, sent } = item;
  if (!task) return;
  const files = new Map<string, MailedFile | undefined>();
  const refused: string[] = [];
  for (const [i, reader] of task.readers.entries()) {
    if (i < sent) continue;
    const found = await readerOf(deps, item, reader);
    if (found) {
      const key = JSON.stringify([found.locale, found.password]);
      if (!files.has(key)) files.set(key, await fileFor(item, writer, found));
      const mail = reportMail(writer.document(found.locale), task.name, files.get(key) !== undefined);
      const outcome = await deps.mailer.send({ ...mail, to: found.address }, files.get(key));
      if (!outcome.ok) refused.push(found.address);
    }
    await changeReport(deps.store, item, { sent: i + 1 });
  }
  await deps.store.put(mailedEvent(item, task, refused));
};

const readerOf = async (
  { store, secrets }: ReportDeps,
  { tenant }: ReportItem,
  { collection, ID }: Task['readers'][number],
): Promise<Reader | undefined> => {
  if (collection === 'tenant') {
    const owner = await readTenant(store, tenant);
    return owner && { address: owner.emailAddress, locale: owner.locale };
  }
  const members = (await readObject(store, tenant, collection, ID))?.members;
  const address = String(members?.emailAddress ?? '');
  if (!members || address === '') return undefined;
  const locked = members.reportPDFPasswordEnabled === true && members.sealedReportPassword !== undefined;
  return {
    address,
    locale: members.locale === 'ja-JP' ? 'ja-JP' : 'en-US',
    ...(locked && { password: await secrets.open(tenant, String(members.sealedReportPassword)) }),
  };
};

/** Undefined where it is too large for a mail: it can be fetched from the service. */
const fileFor = async (
  item: ReportItem,
  writer: Writer,
  { locale, password }: Reader,
): Promise<MailedFile | undefined> => {
  const bytes = await writer.bytes(locale, password);
  if (bytes.length > MOST_MAILED) return undefined;
  const type = item.format === 'pdf' ? 'application/pdf' : 'text/csv; charset=utf-8';
  const day = new Date(item.created).toISOString().slice(0, 10);
  return { name: `report-${day}.${item.format}`, type, bytes };
};

const mailedEvent = ({ tenant, ID, created }: ReportItem, task: Task, refused: readonly string[]) =>
  systemEvent(tenant, {
    id: `report-${ID}-mailed`,
    at: created,
    ...(refused.length > 0
      ? { number: 571, severity: 'warning', title: 'Failed To Send Report' }
      : { number: 570, severity: 'info', title: 'Sending Report' }),
    ...(refused.length > 0 && {
      description: plainLine(`Refused by the mail service: ${refused.join(', ')}`, 300),
    }),
    actionBy: 'System',
    targetType: 'scheduledtasks',
    targetID: task.taskID,
    targetName: task.name,
  });
