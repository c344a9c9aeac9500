import { type Command, EXIT_USAGE, type Terminal } from './command.ts';

/** Each command's code is loaded only when it runs. */
const COMMANDS: readonly Command[] = [
  {
    name: 'inspect',
    summary: 'read a capture through the inspection engine and print one JSON line per alert',
    run: async (words, terminal) => (await import('./inspect.ts')).runInspect(words, terminal),
  },
];

async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command.run(rest, terminal);
  terminal.error(name === undefined ? 'Name a command:' : `There is no command ${name}. There are:`);
  for (const { name: known, summary } of COMMANDS) terminal.error(`  ${known.padEnd(12)} ${summary}`);
  return EXIT_USAGE;
}

process.exitCode = await main(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
