import { type Cell, csvLine } from '../domain/csv-line.ts';
import type { Format } from '../schema/routes/route.ts';
import type { Request } from './request.ts';
import { TextAnswer } from './status.ts';

/** One column of a table: its heading, and what stands in it. */
export type Column<Row> = readonly [heading: string, cell: (row: Row) => Cell];

/** What a caller asked for by `?format=` or `Accept`; JSON where it did not ask, or for what the route has not. */
export const wantedFormat = (request: Request, formats: readonly Format[]): Format | 'json' => {
  const asked = request.query.format;
  if (asked !== undefined) return formats.find((format) => format === asked) ?? 'json';
  const accept = request.headers.accept ?? '';
  return formats.find((format) => accept.includes(mediaType[format])) ?? 'json';
};

const mediaType: Readonly<Record<Format, string>> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

/** A table after RFC 4180: quoted where needed, lines ended by CRLF. */
export const csvAnswer = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  next?: string,
): TextAnswer => {
  const lines = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => cell(row))),
  ];
  const text = lines.map(csvLine).join('');
  return new TextAnswer(`${mediaType.csv}; charset=utf-8; header=present`, text, next);
};

/** One JSON value to a line. */
export const ndjsonAnswer = (rows: readonly unknown[], next?: string): TextAnswer =>
  new TextAnswer(
    `${mediaType.ndjson}; charset=utf-8`,
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    next,
  );
