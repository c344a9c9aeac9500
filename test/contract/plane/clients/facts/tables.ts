import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FACTS = join(import.meta.dirname, '../../../../../../shared/domain/api.md');

/** Where the recorded facts are missing, the tests that read them say so. */
export const factsAreHere = existsSync(FACTS);

/** One row of a member table of the facts about the API (section 5). */
export interface Member {
  readonly name: string;
  /** As written: `int`, `string[]`, `→ipList`, `→component[]`. */
  readonly type: string;
  readonly choices: readonly string[];
  readonly readOnly: boolean;
  /** `String`, `Numeric`, `String/Numeric` ...; empty where it cannot be searched. */
  readonly search: string;
}

const rowOf = (line: string): Member | undefined => {
  const cells = line
    .replaceAll('\\|', '\u0001')
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  const [name = '', type = '', notes = '', readOnly, search = ''] = cells;
  if (cells.length !== 5 || name === 'field' || name.startsWith('---')) return undefined;
  const choices = [...notes.matchAll(/`([^`]+)`/g)].map(([, choice = '']) => choice);
  return {
    name,
    type,
    choices: choices.length > 1 ? choices : [],
    readOnly: readOnly === 'ro',
    search: search.replace('?', ''),
  };
};

/** Every member table by the first word of its heading. */
export const memberTables = (): ReadonlyMap<string, readonly Member[]> => {
  const tables = new Map<string, Member[]>();
  let table: Member[] = [];
  for (const line of readFileSync(FACTS, 'utf8').split('\n')) {
    const [, heading] = line.match(/^#### (\w+)/) ?? [];
    if (heading) {
      table = [];
      tables.set(heading, table);
    } else if (line.startsWith('#')) table = [];
    else if (line.startsWith('| ')) {
      const row = rowOf(line);
      if (row) table.push(row);
    }
  }
  return tables;
};
