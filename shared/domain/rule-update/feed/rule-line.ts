/** What a line of a rule file is. A rule behind `#` was switched off by who publishes the file. */
export type LineKind = 'nothing' | 'switched-off' | 'rule';

const OFF = /^#+\s*(?:alert|drop|reject|rejectsrc|rejectdst|rejectboth|pass)\s+\S+\s.*\(/;

export const lineKind = (line: string): LineKind => {
  const text = line.trimStart();
  if (text === '') return 'nothing';
  if (!text.startsWith('#')) return 'rule';
  return OFF.test(text) ? 'switched-off' : 'nothing';
};
