import { plainLine } from '../../plain-line.ts';

/** Facilities by the names of the compatible API (domain/api.md, syslog configurations), in RFC 5424's order. */
export const facilities = [
  'kernel',
  'user',
  'mail',
  'daemon',
  'authorization',
  'syslog',
  'printer',
  'news',
  'uucp',
  'clock',
  'authpriv',
  'ftp',
  'ntp',
  'log-audit',
  'log-alert',
  'cron',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const;
export type Facility = (typeof facilities)[number];

export interface SyslogHeader {
  readonly facility: Facility;
  readonly standard: 'rfc3164' | 'rfc5424';
  /** Whose event it is. */
  readonly host: string;
  /** Epoch ms. */
  readonly at: number;
  /** 0 to 10, as in CEF. */
  readonly severity: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const APP = 'managed-virtual-patch';
const MOST_HOST = 255;

/** A syslog message of one line: priority, time in UTC, host, and the event behind them (RFC 3164, RFC 5424). */
export const syslogMessage = (line: string, header: SyslogHeader): string => {
  const priority = facilities.indexOf(header.facility) * 8 + syslogSeverity(header.severity);
  const time = new Date(header.at);
  const host = plainLine(header.host, MOST_HOST).replace(/[^\x21-\x7e]+/g, '-') || '-';
  if (header.standard === 'rfc5424')
    return `<${priority}>1 ${time.toISOString()} ${host} ${APP} - - - ${line}`;
  const day = String(time.getUTCDate()).padStart(2, ' ');
  return `<${priority}>${MONTHS[time.getUTCMonth()]} ${day} ${time.toISOString().slice(11, 19)} ${host} ${line}`;
};

/** Severity of syslog, 0 to 7, from CEF's: critical 2, error 3, warning 4, informational 6. */
const syslogSeverity = (severity: number): number =>
  severity >= 10 ? 2 : severity >= 8 ? 3 : severity >= 5 ? 4 : 6;
