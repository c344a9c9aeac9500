import { csvLine } from '../../shared/domain/csv-line.ts';
import { exportColumns } from '../../shared/domain/event/export/columns.ts';
import type { Window } from '../../shared/domain/event/placement.ts';
import { LOG_LIFE } from '../../shared/domain/event/retention.ts';
import type { EventQuery } from '../../shared/domain/event/search/query.ts';
import { type AskedComputers, askedComputers } from '../../shared/http/asked-computers.ts';
import { type SystemEventItem, shownSystemEvent } from '../../shared/table/entities/event/system-event.ts';
import { systemEventPages } from '../../shared/table/entities/event/system-pages.ts';
import type { ExportItem } from '../../shared/table/entities/report/export.ts';
import { readAround } from '../../shared/table/event-around.ts';
import { hourOf } from '../../shared/table/keys.ts';
import type { ExportWorkDeps } from './deps.ts';
import type { LineSource } from './source.ts';

/** Lines of what the plane recorded, hour by hour. An event is received when it happens, so both ranges are of `at`. */
export const systemLines = async (
  deps: ExportWorkDeps,
  item: ExportItem,
  query: EventQuery,
  window: Window,
): Promise<LineSource['pages']> => {
  const { tenant, created, received } = item;
  const computers = await askedComputers(deps.store, item);
  const around = await readAround(deps, tenant, query.needs);
  const from = Math.max(window.from, received?.from ?? 0, created - LOG_LIFE);
  const to = Math.min(window.to, (received?.until ?? created + 1) - 1);
  const line = item.format === 'csv' ? tableLine(computers) : jsonLine;
  const wanted = (event: SystemEventItem): boolean =>
    event.at >= from &&
    event.at <= to &&
    isSeen(event, item, computers) &&
    query.holds(
      { event, eventID: shownSystemEvent(event).eventID, computerID: computerOf(event), received: event.at },
      around,
    );
  return async function* pages(place) {
    const hours = { oldest: hourOf(from), newest: hourOf(to) };
    for await (const { events, next } of systemEventPages(deps.store, tenant, hours, place)) {
      yield { lines: [events.filter(wanted).map(line)], next };
    }
  };
};

const computerOf = ({ targetType, targetID }: SystemEventItem): number | undefined =>
  targetType === 'Computer' ? targetID : undefined;

/** As in a search: what is told of a computer is for who reaches it, and what concerns none needs a right of its own. */
const isSeen = (event: SystemEventItem, { reach }: ExportItem, computers: AskedComputers): boolean => {
  const computerID = computerOf(event);
  if (computerID !== undefined) return computers.sees(computerID);
  const ofPolicy = event.targetType === 'Policy' && event.targetID !== undefined;
  return reach.unrelated && !computers.chosen && (!ofPolicy || reach.allPolicies === true);
};

/** As the event stands in the answers of the API. */
const jsonLine = (event: SystemEventItem): string => {
  return `${JSON.stringify(shownSystemEvent(event))}
`;
};

const tableLine =
  ({ nameOf }: AskedComputers) =>
  (event: SystemEventItem): string => {
    const computerID = computerOf(event);
    const computer = event.targetName ?? (computerID === undefined ? '' : nameOf(computerID));
    return csvLine(exportColumns.system.map(([, cell]) => cell({ event, computer })));
  };
