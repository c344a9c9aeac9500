import { csvLine } from '../../shared/domain/csv-line.ts';
import { exportColumns } from '../../shared/domain/event/export/columns.ts';
import { hoursFor, hoursReceived, isSkewed, type Window } from '../../shared/domain/event/placement.ts';
import type { EventQuery } from '../../shared/domain/event/search/query.ts';
import { askedComputers } from '../../shared/http/asked-computers.ts';
import type { HostEvent } from '../../shared/schema/agent/events.ts';
import type { BatchItem } from '../../shared/table/entities/event/batch.ts';
import { batchPages } from '../../shared/table/entities/event/batch-places.ts';
import { eventsOf } from '../../shared/table/entities/event/batch-walk.ts';
import type { ExportItem } from '../../shared/table/entities/report/export.ts';
import { readTenantCatalogue } from '../../shared/table/entities/rules/tenant-catalogue.ts';
import { readAround } from '../../shared/table/event-around.ts';
import type { ExportWorkDeps } from './deps.ts';
import type { LineSource } from './source.ts';

interface Found {
  readonly event: HostEvent;
  readonly eventID: string;
  readonly computerID: number;
  readonly received: number;
}

/** Lines of what hosts saw, batch by batch. Reads what decides over every event, once for a step. */
export const hostLines = async (
  deps: ExportWorkDeps,
  item: ExportItem,
  query: EventQuery,
  window: Window,
): Promise<LineSource['pages']> => {
  const { tenant, eventClass, received: range } = item;
  const computers = await askedComputers(deps.store, item);
  const around = await readAround(deps, tenant, query.needs);
  const line = item.format === 'csv' ? await tableLine(deps, item, computers.nameOf) : jsonLine;
  const linesOf = (batch: BatchItem): readonly string[] => {
    const { summary, computerID, batchID, received } = batch;
    if (!summary.kinds.includes(eventClass) || summary.from > window.to || summary.to < window.from)
      return [];
    if (range && (received < range.from || received >= range.until)) return [];
    if (!computers.sees(computerID) || !query.mayHold(summary, around)) return [];
    return eventsOf(batch).flatMap(({ event, index }) => {
      if (event.kind !== eventClass || !isWithin(event, window)) return [];
      const found = { event, eventID: `${computerID}-${batchID}-${index}`, computerID, received };
      return query.holds(found, around) ? [line(found)] : [];
    });
  };
  const hours = range ? hoursReceived(range) : hoursFor(window, item.created);
  return async function* pages(from) {
    for await (const { batches, next } of batchPages(deps.store, tenant, window, hours, from)) {
      yield { lines: lazily(batches, linesOf), next };
    }
  };
};

/** One batch unpacked at a time. */
function* lazily(
  batches: readonly BatchItem[],
  linesOf: (batch: BatchItem) => readonly string[],
): Generator<readonly string[]> {
  for (const batch of batches) yield linesOf(batch);
}

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
