import { randomUUID } from 'node:crypto';
import type { FunctionPart } from '../template/parts.ts';
import { type Instance, startInstance } from './instance.ts';
import { failed, type Outcome, payloadLimit } from './invocation.ts';

/** Instances of one function: grows while all are busy, up to a cap, and shrinks again. */
export interface FunctionPool {
  /** Never rejects. Waits for a free instance when the cap is reached; a very long line is refused. */
  invoke(event: unknown): Promise<Outcome>;
  stop(): Promise<void>;
}

export interface PoolOptions {
  readonly part: FunctionPart;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (chunk: Buffer) => void;
  /** The functions' clock where it is not the machine's. */
  readonly clock?: SharedArrayBuffer | undefined;
  readonly maximumInstances?: number;
  /** Idle time after which a spare instance ends; one always stays. */
  readonly idleMs?: number;
}

/** Enough for a demo and a load test on one machine; the cloud would go on to a thousand. */
const defaultInstances = 4;
const longestLine = 1_000;

export function functionPool(options: PoolOptions): FunctionPool {
  const { part, idleMs = 60_000 } = options;
  const cap = Math.max(
    1,
    Math.min(options.maximumInstances ?? defaultInstances, part.reservedConcurrency ?? 1e9),
  );
  const all = new Set<Instance>();
  const idle: Instance[] = [];
  const line: ((instance: Instance | undefined) => void)[] = [];
  let stopped = false;

  const start = (): Instance => {
    const instance = startInstance(part, options.environment, options.log, options.clock);
    all.add(instance);
    return instance;
  };

  const take = async (): Promise<Instance | undefined> => {
    const free = idle.pop();
    if (free && !free.dead) return free;
    if (free) {
      all.delete(free);
      return take();
    }
    if (all.size < cap) return start();
    if (line.length >= longestLine) return undefined;
    return new Promise((resolve) => line.push(resolve));
  };

  const release = (instance: Instance): void => {
    if (instance.dead) all.delete(instance);
    const next = stopped ? undefined : line.shift();
    if (next) next(instance.dead ? start() : instance);
    else if (!instance.dead) idle.push(instance);
  };

  const shrink = setInterval(() => {
    const spare = idle.length > 1 && all.size > 1 ? idle.shift() : undefined;
    if (spare) {
      all.delete(spare);
      void spare.stop();
    }
  }, idleMs);
  shrink.unref();

  return {
    invoke: async (event) => {
      if (stopped) return failed('crashed', 'the machine stops');
      if (Buffer.byteLength(JSON.stringify(event)) > payloadLimit) {
        return failed('too-large', 'the event is larger than Lambda accepts');
      }
      const instance = await take();
      if (!instance) return failed('throttled', 'Rate Exceeded.');
      const outcome = await instance.invoke({
        event,
        requestId: randomUUID(),
        functionName: part.name,
        functionArn: part.arn,
        memoryMb: part.memoryMb,
      });
      release(instance);
      return outcome;
    },
    stop: async () => {
      stopped = true;
      clearInterval(shrink);
      for (const waiting of line.splice(0)) waiting(undefined);
      await Promise.all([...all].map((instance) => instance.stop()));
    },
  };
}
