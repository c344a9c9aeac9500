import { askControl } from '../supervisor/control-socket.ts';
import type { LastBeat } from '../supervisor/session.ts';
import type { Terminal } from './command.ts';
import { readOptions, type Usage } from './options.ts';
import { EXIT_FAILED, onState, stateOption } from './state-option.ts';

const usage: Usage<typeof stateOption> = {
  name: 'beat',
  summary: 'let the running agent ask the plane for news and send its events now',
  options: stateOption,
};

export const runBeat = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readOptions(usage, words, terminal);
  if (!read.ok) return read.exitCode;
  return onState(read.options.state, terminal, async (directory) => {
    const reply = (await askControl(directory, 'beat')) as LastBeat | { error: string } | undefined;
    if (reply === undefined) {
      terminal.error('The agent does not run. Start it with "agent run".');
      return EXIT_FAILED;
    }
    if ('error' in reply || !reply.ok) {
      terminal.error('error' in reply ? reply.error : reply.message);
      return EXIT_FAILED;
    }
    terminal.out(reply.message);
    return 0;
  });
};
