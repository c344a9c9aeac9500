import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plane } from './plane.ts';
import { relayToPlane } from './relay.ts';
import { createWorld, type World } from './world.ts';

/** A protected sample host: web server and activated agent in one namespace, a visitor in another. */
export interface SampleHost {
  readonly world: World;
  readonly computerID: number;
  /** The kernel's list of bound queues: without an agent on it, traffic merely passes. */
  queueBound(): Promise<boolean>;
  /** Makes the agent beat now: what waits in its spool goes along. */
  beat(): Promise<void>;
  /** Makes the agent beat now, until inspection is in the asked state. */
  reach(state: 'prevent' | 'detect'): Promise<void>;
  end(): Promise<void>;
}

export const WEB_PORT = 80;
const NAME = 'sample-web-server';
const PATIENCE_MS = 30_000;

interface Status {
  readonly computerID?: number;
  readonly intrusionPrevention?: { readonly state: string };
}

/** A world with the web server running and nothing protecting it yet. */
export const startWorld = async (): Promise<World> => {
  const world = await createWorld();
  await world.server.call('serve', { port: WEB_PORT });
  return world;
};

/** Installs the agent as a user would: activate once, then run. A second start finds the activation on disk. */
export const protect = async (
  world: World,
  plane: Plane,
  dir: string,
  policyID: number,
): Promise<SampleHost> => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const socket = join(dir, 'plane.sock');
  const state = join(dir, 'agent');
  const endRelay = await relayToPlane(socket, Number(new URL(plane.access.agentUrl).port));
  const agent = (...args: string[]) =>
    world.server.call<string>('agent', { args: [...args, '--state', state] });
  const status = async (): Promise<Status> => JSON.parse(await agent('status', '--json')) as Status;
  const activate = () =>
    agent(
      ...['activate', '--url', plane.access.agentUrl, '--tenant', plane.access.tenantId],
      ...['--token', plane.access.activationToken, '--policy-id', String(policyID), '--display-name', NAME],
      ...['--ca', plane.access.ca, '--socket', socket],
    );

  const known = existsSync(state) && (await status().catch(() => ({}) as Status)).computerID;
  const computers = known ? await plane.computers() : [];
  if (!computers.some((computer) => computer.ID === known)) {
    rmSync(state, { recursive: true, force: true });
    await activate();
  }
  const { computerID = 0 } = await status();
  await world.server.call('startAgent', { args: ['--state', state], log: join(dir, 'agent.log') });

  return {
    world,
    computerID,
    queueBound: async () =>
      (await world.server.run('cat', '/proc/net/netfilter/nfnetlink_queue')).trim() !== '',
    beat: async () => void (await agent('beat')),
    async reach(wanted) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const now = await agent('beat').then(status, () => ({}) as Status);
        if (now.intrusionPrevention?.state === wanted) return;
        if (Date.now() > end) {
          throw new Error(`the agent did not reach "${wanted}" in time; see ${join(dir, 'agent.log')}`);
        }
        await sleep(300);
      }
    },
    async end() {
      await world.server.call('stopAgent').catch(() => undefined);
      endRelay();
    },
  };
};
