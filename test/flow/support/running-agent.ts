import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import { openState } from '../../../agent/src/state/agent-state.ts';
import { activateHost } from '../../../agent/src/supervisor/activate.ts';
import { askControl } from '../../../agent/src/supervisor/control-socket.ts';
import { type AgentStatus, type DaemonOptions, runDaemon } from '../../../agent/src/supervisor/daemon.ts';
import { describeHost } from '../../../agent/src/supervisor/host/host-facts.ts';
import { systemClock } from '../../../agent/src/supervisor/system-clock.ts';
import type { Ready } from '../../../infra/local/ready.ts';
import type { FakeHost } from '../../support/fake-modules.ts';

/** The agent's own code in this process, activated at a plane; only the kernel is imagined. */
export interface RunningAgent {
  readonly computerID: number;
  beat(): Promise<unknown>;
  status(): Promise<AgentStatus>;
  stop(): Promise<void>;
}

export interface AgentSetting {
  readonly ready: Ready;
  /** Its state directory. */
  readonly directory: string;
  readonly host: FakeHost;
  /** Where it reaches the plane; default: directly. */
  readonly by?: { readonly url: string; readonly ca: string };
  readonly takeInventory?: DaemonOptions['takeInventory'];
}

/** Activated first; `assign` runs before its first beat. */
export const startAgent = async (
  { ready, directory, host, by, takeInventory }: AgentSetting,
  assign: (computerID: number) => Promise<unknown> = async () => undefined,
): Promise<RunningAgent> => {
  const activated = await activateHost({
    state: openState(directory),
    plane: by ? { url: by.url, ca: by.ca } : { url: ready.agentUrl, ca: readFileSync(ready.ca, 'utf8') },
    request: {
      tenantID: ready.tenantId,
      token: ready.activationToken,
      host: describeHost(directory, []),
    },
    now: Date.now,
  });
  if (!activated.ok) throw new Error(activated.message);
  const { computerID } = activated.value;
  await assign(computerID);
  const end = new AbortController();
  const running = runDaemon({
    stateDirectory: directory,
    openModules: async () => host,
    ...(takeInventory && { takeInventory }),
    clock: systemClock,
    random: () => 0.5,
    log: () => undefined,
    ownPort: 0,
    signal: end.signal,
  });
  const status = async () => (await askControl(directory, 'status')) as AgentStatus;
  await vi.waitFor(status, 20_000);
  return {
    computerID,
    beat: () => askControl(directory, 'beat'),
    status,
    async stop() {
      end.abort();
      await running;
    },
  };
};
