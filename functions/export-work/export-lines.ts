import { csvLine } from '../../shared/domain/csv-line.ts';
import { exportColumns } from '../../shared/domain/event/export/columns.ts';
import { isSkewed, type Window } from '../../shared/domain/event/placement.ts';
import { readEventQuery } from '../../shared/domain/event/search/query.ts';
import { askedComputers } from '../../shared/http/asked-computers.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import type { BatchItem } from '../../shared/table/entities/event/batch.ts';
import { eventsOf } from '../../shared/table/entities/event/batch-walk.ts';
import type { ExportItem } from '../../shared/table/entities/report/export.ts';
import { readTenantCatalogue } from '../../shared/table/entities/rules/tenant-catalogue.ts';
import { readAround } from '../../shared/table/event-around.ts';
import type { ExportWorkDeps } from './deps.ts';

/** How an export writes what it finds. */
export interface ExportLines {
  readonly window: Window;
  /** Stands at the head of every part. */
  readonly heading: string;
  /** What of a batch is asked for, each event with its line end. */
  readonly linesOf: (batch: BatchItem) => readonly string[];
}

interface Found {
  readonly event: HostEvent;
  readonly eventID: string;
  readonly computerID: number;
  readonly received: number;
}

/** Tells a spreadsheet that the text is UTF-8, which Japanese needs. */
const MARK = '\ufeff';

/** Reads what decides over every event, once for a step. */
export const exportLines = async (deps: ExportWorkDeps, item: ExportItem): Promise<ExportLines> => {
  const { tenant, eventClass, from = 0, to } = item;
  const query = readEventQuery(eventClass, item);
  if (!query.ok) throw new Error(`criteria that were accepted are none: ${query.message}`);
  const { window: asked, needs, holds, mayHold } = query.value;
  const window = {
    from: Math.max(asked.from, from),
    to: to === undefined ? asked.to : Math.min(asked.to, to - 1),
  };
  const computers = await askedComputers(deps.store, item);
  const around = await readAround(deps, tenant, needs);
  const line = item.format === 'csv' ? await tableLine(deps, item, computers.nameOf) : jsonLine;
  const linesOf = (batch: BatchItem): readonly string[] => {
    const { summary, computerID, batchID, received } = batch;
    if (!summary.kinds.includes(eventClass) || summary.from > window.to || summary.to < window.from)
      return [];
    if (!computers.sees(computerID) || !mayHold(summary, around)) return [];
    return eventsOf(batch).flatMap(({ event, index }) => {
      if (event.kind !== eventClass || !isWithin(event, window)) return [];
      const found = { event, eventID: `${computerID}-${batchID}-${index}`, computerID, received };
      return holds(found, around) ? [line(found)] : [];
    });
  };
  const headings = exportColumns[eventClass].map(([heading]) => heading);
  return { window, heading: item.format === 'csv' ? `${MARK}${csvLine(headings)}` : '', linesOf };
};

const isWithin = (event: HostEvent, { from, to }: Window): boolean => {
  const end = event.kind === 'agent' ? event.at : (event.endAt ?? event.at);
  return event.at <= to && Math.max(event.at, end) >= from;
};

/** As the event stands in the answers of the API. */
const jsonLine = ({ event, ...rest }: Found): string => {
  const skewed = isSkewed(event.at, rest.received);
  return `${JSON.stringify({ ...event, ...rest, ...(skewed && { skewed }) })}\n`;
};

const tableLine = async (
  { store, catalogue }: ExportWorkDeps,
  { tenant, eventClass }: ExportItem,
  nameOf: (computerID: number) => string,
): Promise<(found: Found) => string> => {
  const rules =
    eventClass === 'intrusion-prevention' ? await readTenantCatalogue(store, tenant, catalogue) : undefined;
  const columns = exportColumns[eventClass];
  return ({ event, computerID }) => {
    const rule = 'ruleID' in event && event.ruleID !== undefined ? rules?.rule(event.ruleID) : undefined;
    const found = {
      event,
      computer: nameOf(computerID),
      CVE: rule?.CVE,
      applicationType: rule && rules?.applicationType(rule.applicationTypeID)?.name,
    };
    return csvLine(columns.map(([, cell]) => cell(found)));
  };
};
