import { join, resolve } from 'node:path';
import { bootstrap } from './bootstrap.ts';
import type { FunctionClock } from './lambda/clock.ts';
import { type Machine, startMachine } from './machine.ts';
import { type Ready, readyOf } from './ready.ts';
import { isStale, synthesize } from './synthesize.ts';

const root = resolve(import.meta.dirname, '../..');

export interface OpenOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly say: (line: string) => void;
  readonly report: (message: string) => void;
  /** Resolves when someone no longer wants to wait. */
  readonly end?: Promise<unknown>;
  /** The functions' clock where it is not the machine's. */
  readonly clock?: FunctionClock;
}

/** A running plane with a demo tenant, its keys and an activation token. */
export interface OpenPlane {
  readonly machine: Machine;
  readonly ready: Ready;
}

/** Synthesizes the app where its code is newer, starts it, and founds the demo tenant on the first start. */
export const openPlane = async ({
  dataDir,
  port,
  say,
  report,
  end,
  clock,
}: OpenOptions): Promise<OpenPlane> => {
  if (isStale(root)) {
    say('Synthesizing the app ...');
    await synthesize(root);
  }
  const dynamodbEndpoint = process.env.DYNAMODB_ENDPOINT;
  const machine = await startMachine({
    dataDir: resolve(dataDir),
    cdkOut: join(root, 'cdk.out'),
    port,
    report,
    clock,
    ...(dynamodbEndpoint ? { dynamodbEndpoint } : {}),
  });
  try {
    const stopped = (end ?? new Promise<never>(() => undefined)).then(() => {
      throw new Error('stopped before it was ready');
    });
    const broken = machine.failed.then((reason) => {
      throw new Error(reason);
    });
    const founded = await Promise.race([bootstrap(machine, resolve(dataDir)), stopped, broken]);
    return { machine, ready: readyOf(machine, founded) };
  } catch (error) {
    await machine.stop();
    throw error;
  }
};
