import { type Command, EXIT_USAGE, type Terminal } from './command.ts';

/** Each command's code is loaded only when it runs. */
const COMMANDS: readonly Command[] = [
  {
    name: 'activate',
    summary: 'make this host a protected computer of a tenant',
    run: async (words, terminal) => (await import('./activate.ts')).runActivate(words, terminal),
  },
  {
    name: 'run',
    summary: 'protect this host until the process is stopped',
    run: async (words, terminal) => (await import('./run.ts')).runRun(words, terminal),
  },
  {
    name: 'status',
    summary: 'tell whether this host is protected, and what of',
    run: async (words, terminal) => (await import('./status.ts')).runStatus(words, terminal),
  },
  {
    name: 'beat',
    summary: 'ask the plane for news and send events now',
    run: async (words, terminal) => (await import('./beat.ts')).runBeat(words, terminal),
  },
  {
    name: 'deactivate',
    summary: 'end protection and give the host its own firewall back',
    run: async (words, terminal) => (await import('./deactivate.ts')).runDeactivate(words, terminal),
  },
  {
    name: 'inventory',
    summary: 'print what a recommendation scan would tell of this host',
    run: async (words, terminal) => (await import('./inventory.ts')).runInventory(words, terminal),
  },
  {
    name: 'inspect',
    summary: 'read a capture through the inspection engine and print one JSON line per alert',
    run: async (words, terminal) => (await import('./inspect.ts')).runInspect(words, terminal),
  },
];

async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = words;
  if (name === 'help' || name === '--help') return help(rest, terminal);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command.run(rest, terminal);
  terminal.error(name === undefined ? 'Name a command:' : `There is no command ${name}. There are:`);
  listCommands(terminal.error);
  return EXIT_USAGE;
}

async function help([name]: readonly string[], terminal: Terminal): Promise<number> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command.run(['--help'], terminal);
  terminal.out('The agent of Managed Virtual Patch. Commands:');
  listCommands(terminal.out);
  terminal.out('"agent help COMMAND" tells the options of one.');
  return 0;
}

function listCommands(print: (line: string) => void): void {
  for (const { name, summary } of COMMANDS) print(`  ${name.padEnd(12)} ${summary}`);
}

process.exitCode = await main(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  error: (line) => process.stderr.write(`${line}\n`),
});
