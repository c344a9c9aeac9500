/** Where a command writes; the process itself, or a test. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

/** One command of the agent. `run` gets the words after the name and returns the exit code. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly run: (words: readonly string[], terminal: Terminal) => Promise<number>;
}

/** Exit code for a command line or input that cannot be used. */
export const EXIT_USAGE = 2;
