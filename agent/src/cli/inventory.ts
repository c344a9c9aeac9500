import { takeInventory } from '../inventory/take.ts';
import type { Terminal } from './command.ts';
import { readOptions, type Usage } from './options.ts';

const options = {
  root: { value: 'DIR', help: 'look below this directory instead of /' },
} as const;

const usage: Usage<typeof options> = {
  name: 'inventory',
  summary: 'print as JSON what a recommendation scan would tell of this host',
  options,
};

export const runInventory = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readOptions(usage, words, terminal);
  if (!read.ok) return read.exitCode;
  const { root } = read.options;
  terminal.out(JSON.stringify(await takeInventory(root === undefined ? {} : { root }), undefined, 1));
  return 0;
};
