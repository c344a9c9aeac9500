import { chmodSync, rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';

/** What the command line asks of a running agent. */
export const commands = ['status', 'beat', 'deactivate', 'activated'] as const;
export type Command = (typeof commands)[number];

const MAX_LINE = 64 * 1024;
/** A deactivation waits for the plane, and a beat may try out a configuration for half a minute. */
const PATIENCE = 120_000;

const request = z.object({ command: z.enum(commands) });

export const controlPath = (stateDirectory: string): string => join(stateDirectory, 'control.sock');

/**
 * One JSON line in, one out, on a Unix socket of mode 0600 in the state directory: who may read the agent's state
 * may ask it. The caller holds the directory's lock, so a socket that is there already is a dead one.
 */
export const serveControl = (
  stateDirectory: string,
  answer: (command: Command) => Promise<unknown>,
): Promise<{ close(): void }> => {
  const path = controlPath(stateDirectory);
  rmSync(path, { force: true });
  const server = net.createServer((caller) => {
    caller.on('error', () => caller.destroy());
    caller.setTimeout(PATIENCE, () => caller.destroy());
    void readLine(caller).then(async (line) => {
      const asked = request.safeParse(parseOrUndefined(line));
      const reply = asked.success
        ? await answer(asked.data.command).catch((error: Error) => ({ error: error.message }))
        : { error: `Ask {"command": one of ${commands.join(', ')}}.` };
      caller.end(`${JSON.stringify(reply)}\n`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve({
        close: () => {
          server.close();
          rmSync(path, { force: true });
        },
      });
    });
  });
};

/** Undefined: no agent runs on this state directory. */
export const askControl = (stateDirectory: string, command: Command): Promise<unknown> =>
  new Promise((resolve) => {
    const caller = net.connect(controlPath(stateDirectory));
    caller.setTimeout(PATIENCE, () => caller.destroy());
    caller.on('error', () => resolve(undefined));
    caller.on('connect', () => caller.write(`${JSON.stringify({ command })}\n`));
    void readLine(caller, 1024 * 1024).then((line) => {
      resolve(parseOrUndefined(line));
      caller.destroy();
    });
  });

/** The first line of a stream, or what came before it ended or grew too long. */
const readLine = (stream: net.Socket, most = MAX_LINE): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    stream.setEncoding('utf8');
    stream.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0 || text.length > most) resolve(end >= 0 ? text.slice(0, end) : '');
    });
    stream.on('close', () => resolve(text));
  });

const parseOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
