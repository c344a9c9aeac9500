import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { FromChild, ToChild } from './control.ts';

/** One run of the inspection child. */
export interface ChildRun {
  readonly pid: number;
  send(message: ToChild): void;
  /** SIGKILL: also ends a process that is stopped. */
  kill(): void;
}

export interface ChildEvents {
  message(message: FromChild): void;
  /** Once, however it ended. `output` is the end of what it printed. */
  exit(code: number | null, signal: NodeJS.Signals | null, output: string): void;
}

const LONGEST_LINE = 16 * 1024 * 1024;
const KEPT_OUTPUT = 2000;

/** A larger young generation makes the collector's pauses, which every packet would wait for, rare. */
const NODE_OPTIONS = ['--max-semi-space-size=32', '--no-warnings'];

export function runChild(queue: number, onFailure: 'open' | 'closed', events: ChildEvents): ChildRun {
  const entry = fileURLToPath(
    new URL(`./child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
  );
  const child = spawn(process.execPath, [...NODE_OPTIONS, entry, String(queue), onFailure], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
    });
  }
  const control = child.stdio[3] as Duplex;
  readLines(control, events.message, () => child.kill('SIGKILL'));
  control.on('error', () => undefined);
  reportExit(child, (code, signal) => events.exit(code, signal, output.trim()));
  return {
    pid: child.pid ?? -1,
    send: (message) => void control.write(`${JSON.stringify(message)}\n`),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** A process that could not be started emits `error` and no exit. */
function reportExit(
  child: ChildProcess,
  report: (code: number | null, signal: NodeJS.Signals | null) => void,
): void {
  let reported = false;
  const once = (code: number | null, signal: NodeJS.Signals | null): void => {
    if (reported) return;
    reported = true;
    report(code, signal);
  };
  child.on('exit', once);
  child.on('error', () => once(null, null));
}

function readLines(stream: Duplex, take: (message: FromChild) => void, tooLong: () => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) tooLong();
    for (const line of lines) take(JSON.parse(line) as FromChild);
  });
}
