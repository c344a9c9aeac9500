export type Cell = string | number | undefined;

/** One line of a table after RFC 4180: quoted where needed, ended by CRLF. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellText).join(',')}\r\n`;

/**
 * Names come from tenants, and a spreadsheet runs what begins like a formula: such text gets an apostrophe before
 * it (OWASP, CSV injection). Numbers are written by us and stay numbers.
 */
const cellText = (value: Cell): string => {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[\s\p{Cf}]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
