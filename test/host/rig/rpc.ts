import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** JSON lines over a pair of streams: calls one way, answers and events the other. */
export type Operation = (args: never) => unknown;

/** The far end: answers calls with what the operations return, until its input closes. */
export function serveCalls(input: Readable, output: Writable, operations: Record<string, Operation>): void {
  createInterface({ input }).on('line', (line) => {
    const { id, name, args } = JSON.parse(line) as { id: number; name: string; args: never };
    const answer = (message: object): void => void output.write(`${JSON.stringify({ id, ...message })}\n`);
    Promise.resolve()
      .then(() => {
        const operation = operations[name];
        if (operation === undefined) throw new Error(`no operation ${name}`);
        return operation(args);
      })
      .then(
        (value) => answer({ value: value ?? null }),
        (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
      );
  });
}

export interface Caller {
  call<T>(name: string, args?: unknown): Promise<T>;
}

/** The near end. Calls still open when the other side ends are rejected. */
export function createCaller(input: Readable, output: Writable): Caller {
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
  return {
    call: (name, args = {}) =>
      new Promise((resolve, reject) => {
        next += 1;
        open.set(next, { resolve, reject });
        output.write(`${JSON.stringify({ id: next, name, args })}\n`);
      }),
  };
}
