import { plainLine } from '../../plain-line.ts';
import { MOST_HEADER, MOST_VALUE, severityNumber, syslogHeading } from './heading.ts';
import { syslogFields } from './syslog-fields.ts';
import type { ToldEvent } from './told-event.ts';

/**
 * One event as a CEF line without a syslog header (events.md section 9; ArcSight Common Event Format 0):
 * `CEF:0|vendor|product|version|signature id|name|severity|extensions`. What hosts and attackers wrote cannot begin
 * a header field, an extension or a line of its own.
 */
export const toCef = (told: ToldEvent): string => {
  const { product, version, id, name } = syslogHeading(told);
  const header = ['Trend Micro', product, version, String(id), name, String(severityNumber(told))].map(
    headerText,
  );
  const extensions = syslogFields(told).flatMap(({ cef, value, label }) => [
    `${cef}=${extensionText(String(value))}`,
    ...(label === undefined ? [] : [`${cef}Label=${label}`]),
  ]);
  return `CEF:0|${header.join('|')}|${extensions.join(' ')}`;
};

const headerText = (text: string): string => plainLine(text, MOST_HEADER).replace(/[\\|]/g, '\\$&');

/** Line ends are written as `\n`, as CEF asks; other control characters become blanks. */
const extensionText = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => plainLine(line, MOST_VALUE).replace(/[\\=]/g, '\\$&'))
    .join('\\n');
