import { DEFAULT_STATE_DIRECTORY } from '../state/agent-state.ts';
import type { Terminal } from './command.ts';

/** The option that every command of the agent has. */
export const stateOption = {
  state: { value: 'DIR', help: `where the agent keeps its state; default ${DEFAULT_STATE_DIRECTORY}` },
} as const;

/** Exit code of a command that was understood and did not succeed. */
export const EXIT_FAILED = 1;

/** Runs a command's work; trouble with the state directory becomes a sentence instead of a stack. */
export const onState = async (
  directory: string | undefined,
  terminal: Terminal,
  work: (directory: string) => Promise<number>,
): Promise<number> => {
  const path = directory ?? DEFAULT_STATE_DIRECTORY;
  try {
    return await work(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS' && code !== 'ENOTDIR') throw error;
    terminal.error(`The agent's state in ${path} cannot be used (${message}). Run this as root.`);
    return EXIT_FAILED;
  }
};
