import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** JSON lines over a pair of streams: how this process works inside a network namespace. */
export type Operation = (args: never) => unknown;

/** The far end: answers calls with what the operations return, until its input closes. */
export const serveCalls = (
  input: Readable,
  output: Writable,
  operations: Record<string, Operation>,
): void => {
  createInterface({ input }).on('line', async (line) => {
    const { id, name, args } = JSON.parse(line) as { id: number; name: string; args: never };
    const answer = (message: object): void => void output.write(`${JSON.stringify({ id, ...message })}\n`);
    try {
      const operation = operations[name];
      if (!operation) throw new Error(`no operation ${name}`);
      answer({ value: (await operation(args)) ?? null });
    } catch (error) {
      answer({ error: error instanceof Error ? error.message : String(error) });
    }
  });
};

export type Call = <T>(name: string, args?: unknown) => Promise<T>;

/** The near end. Calls still open when the other side ends are rejected. */
export const createCall = (input: Readable, output: Writable): Call => {
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let next = 0;
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    const message = JSON.parse(line) as { id: number; value?: never; error?: string };
    const call = open.get(message.id);
    open.delete(message.id);
    if (message.error === undefined) call?.resolve(message.value as never);
    else call?.reject(new Error(message.error));
  });
  lines.on('close', () => {
    for (const call of open.values()) call.reject(new Error('the other side ended'));
  });
  return (name, args = {}) =>
    new Promise((resolve, reject) => {
      next += 1;
      open.set(next, { resolve, reject });
      output.write(`${JSON.stringify({ id: next, name, args })}\n`);
    });
};
