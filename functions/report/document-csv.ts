import { csvLine } from '../../shared/domain/csv-line.ts';
import type { ReportDocument } from '../../shared/domain/report/document.ts';

/** Tells a spreadsheet that the text is UTF-8, which Japanese needs. */
const MARK = '\ufeff';

/**
 * The tables of a report. A report of one table is that table alone, for programs; with several, each is headed by its
 * name and ended by an empty line.
 */
export const reportCsv = (report: ReportDocument): string => {
  const tables = report.parts.filter((part) => part.what === 'table');
  const lines = tables.flatMap(({ heading, columns, rows }, i) => [
    ...(tables.length > 1 ? [`${i > 0 ? '\r\n' : ''}${csvLine([heading])}`] : []),
    csvLine(columns.map(({ title }) => title)),
    ...rows.map((row) => csvLine(row)),
  ]);
  return `${MARK}${lines.join('')}`;
};
