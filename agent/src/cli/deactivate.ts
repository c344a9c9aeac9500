import { existsSync } from 'node:fs';
import { askControl } from '../supervisor/control-socket.ts';
import { deactivateStopped } from '../supervisor/deactivate-stopped.ts';
import { openHostModules } from '../supervisor/host/host-modules.ts';
import type { Deactivated } from '../supervisor/session.ts';
import { systemClock } from '../supervisor/system-clock.ts';
import type { Terminal } from './command.ts';
import { readOptions, type Usage } from './options.ts';
import { EXIT_FAILED, onState, stateOption } from './state-option.ts';

const usage: Usage<typeof stateOption> = {
  name: 'deactivate',
  summary: "end protection, give this host its own firewall back as it was, and free the computer's seat",
  options: stateOption,
  notes: ['Works without the plane too; then the computer has to be removed there by hand.'],
};

const NOT_ACTIVATED = 'This host is not activated; there is nothing to do.';

export const runDeactivate = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readOptions(usage, words, terminal);
  if (!read.ok) return read.exitCode;
  return onState(read.options.state, terminal, async (directory) => {
    if (!existsSync(directory)) {
      terminal.out(NOT_ACTIVATED);
      return 0;
    }
    const reply =
      ((await askControl(directory, 'deactivate')) as Deactivated | { error: string } | undefined) ??
      (await deactivateStopped(directory, (onEvents) => openHostModules(directory, onEvents), systemClock));
    if ('error' in reply) {
      terminal.out(NOT_ACTIVATED);
      return 0;
    }
    if (reply.ok) terminal.out(reply.message);
    else terminal.error(reply.message);
    return reply.ok ? 0 : EXIT_FAILED;
  });
};
