import { plainLine } from '../../plain-line.ts';
import { MOST_HEADER, MOST_VALUE, severityNumber, syslogHeading } from './heading.ts';
import { syslogFields } from './syslog-fields.ts';
import type { ToldEvent } from './told-event.ts';

/**
 * One event as a LEEF 2.0 line without a syslog header (events.md section 9):
 * `LEEF:2.0|vendor|product|version|event id|` and pairs separated by tabs. LEEF has no way to escape a tab or line
 * end in a value: they become blanks.
 */
export const toLeef = (told: ToldEvent): string => {
  const { product, version, id, name, category } = syslogHeading(told);
  const header = ['LEEF:2.0', 'Trend Micro', product, version, String(id)].map(headerText);
  const pairs: readonly (readonly [string, string | number])[] = [
    ['cat', category],
    ['name', name],
    ['desc', name],
    ['sev', severityNumber(told)],
    ...syslogFields(told).flatMap(({ cef, leef, value, label }): [string, string | number][] => [
      [leef ?? cef, value],
      ...(label === undefined ? [] : ([[`${cef}Label`, label]] as [string, string][])),
    ]),
  ];
  return `${header.join('|')}|${pairs.map(([name, value]) => `${name}=${plainLine(String(value), MOST_VALUE)}`).join('\t')}`;
};

const headerText = (text: string): string => plainLine(text, MOST_HEADER).replaceAll('|', ' ');
