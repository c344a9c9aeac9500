import { runDaemon } from '../supervisor/daemon.ts';
import { openHostModules } from '../supervisor/host/host-modules.ts';
import { systemClock } from '../supervisor/system-clock.ts';
import type { Terminal } from './command.ts';
import { readOptions, type Usage } from './options.ts';
import { EXIT_FAILED, onState, stateOption } from './state-option.ts';

const usage: Usage<typeof stateOption> = {
  name: 'run',
  summary: 'protect this host until SIGTERM or SIGINT; what happens is told on standard error',
  options: stateOption,
  notes: [
    'When it is stopped, inspection ends and the firewall stays in force. "agent deactivate" ends all protection.',
  ],
};

export const runRun = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readOptions(usage, words, terminal);
  if (!read.ok) return read.exitCode;
  return onState(read.options.state, terminal, async (stateDirectory) => {
    const stop = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
    const ended = await runDaemon({
      stateDirectory,
      openModules: (onEvents) => openHostModules(stateDirectory, onEvents),
      clock: systemClock,
      random: Math.random,
      log: (line) => terminal.error(`${new Date().toISOString()} ${line}`),
      signal: stop.signal,
    });
    if (ended.ok) return 0;
    terminal.error(ended.message);
    return EXIT_FAILED;
  });
};
