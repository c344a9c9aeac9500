import { Worker } from 'node:worker_threads';
import type { FunctionPart } from '../template/parts.ts';
import { failed, type InvocationRequest, type Outcome, ready } from './invocation.ts';
import type { ThreadData } from './thread.ts';

/** Share of a function's memory that Lambda leaves to the heap; the rest is the runtime's own. */
const heapShare = 0.9;

/** Lambda gives a bundle 10 s to load; a busy machine with two cores may need more, so this only stops a hang. */
const longestLoad = 30_000;

/** One instance of a function: a thread that answers one invocation at a time, as a Lambda instance does. */
export interface Instance {
  /** Never rejects. After any outcome but `ok` and `error` the instance is dead. */
  invoke(request: Omit<InvocationRequest, 'deadline'>): Promise<Outcome>;
  readonly dead: boolean;
  stop(): Promise<void>;
}

/** Starts a thread with nothing but `environment` in its process.env; its output goes to `log`, by chunk. */
export function startInstance(
  part: FunctionPart,
  environment: Readonly<Record<string, string>>,
  log: (chunk: Buffer) => void,
  clock?: SharedArrayBuffer,
): Instance {
  const data: ThreadData = { file: part.file, handler: part.handler, ...(clock && { clock }) };
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: data,
    env: { ...environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.floor(part.memoryMb * heapShare) },
  });
  worker.stdout.on('data', log);
  worker.stderr.on('data', log);
  let dead = false;
  let settle: ((outcome: Outcome) => void) | undefined;
  let begin = (): void => undefined;
  const isReady = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const finish = (outcome: Outcome): void => {
    settle?.(outcome);
    settle = undefined;
  };
  const die = (outcome: Outcome): void => {
    dead = true;
    begin();
    finish(outcome);
  };
  const cutOff = (message: string): void => {
    die(failed('timeout', message));
    void worker.terminate();
  };
  worker.on('message', (message: Outcome | typeof ready) => (message === ready ? begin() : finish(message)));
  worker.on('error', (error: Error) => die(failed('crashed', error.message)));
  worker.on('exit', (code) => die(failed('crashed', `the function's thread ended (${code})`)));
  const loading = setTimeout(() => cutOff('loading the bundle took too long'), longestLoad);
  void isReady.then(() => clearTimeout(loading));
  return {
    get dead() {
      return dead;
    },
    invoke: async (request) => {
      await isReady;
      if (dead) return failed('crashed', "the function's thread ended");
      return new Promise((resolve) => {
        const timer = setTimeout(
          () => cutOff(`Task timed out after ${part.timeout}.00 seconds`),
          part.timeout * 1_000,
        );
        settle = (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        };
        const whole: InvocationRequest = { ...request, deadline: Date.now() + part.timeout * 1_000 };
        worker.postMessage(whole);
      });
    },
    stop: async () => {
      die(failed('crashed', 'the machine stops'));
      await worker.terminate();
    },
  };
}
