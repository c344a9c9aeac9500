import { csvLine } from '../../shared/domain/csv-line.ts';
import { exportColumns } from '../../shared/domain/event/export/columns.ts';
import { readEventQuery } from '../../shared/domain/event/search/query.ts';
import type { ExportItem } from '../../shared/table/entities/report/export.ts';
import type { ExportWorkDeps } from './deps.ts';
import { hostLines } from './host-lines.ts';
import type { LineSource } from './source.ts';
import { systemLines } from './system-lines.ts';

/** Tells a spreadsheet that the text is UTF-8, which Japanese needs. */
const MARK = '\ufeff';

/** The lines that an export asks for. */
export const lineSource = async (deps: ExportWorkDeps, item: ExportItem): Promise<LineSource> => {
  const { eventClass, from = 0, to } = item;
  const query = readEventQuery(eventClass, item);
  if (!query.ok) throw new Error(`criteria that were accepted are none: ${query.message}`);
  const asked = query.value.window;
  const window = {
    from: Math.max(asked.from, from),
    to: to === undefined ? asked.to : Math.min(asked.to, to - 1),
  };
  const lines = eventClass === 'system' ? systemLines : hostLines;
  const headings = exportColumns[eventClass].map(([heading]) => heading);
  return {
    heading: item.format === 'csv' ? `${MARK}${csvLine(headings)}` : '',
    pages: await lines(deps, item, query.value, window),
  };
};
