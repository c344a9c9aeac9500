import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Inventory } from '../../../shared/domain/recommendation/inventory.ts';
import type { FirewallEvent } from '../firewall/event.ts';
import { takeInventory } from '../inventory/take.ts';
import { createPlaneLink } from '../link/plane-link.ts';
import { openSpoolDirectory } from '../spool/directory.ts';
import { openSpool } from '../spool/spool.ts';
import { type AgentState, openState } from '../state/agent-state.ts';
import { known } from '../state/document.ts';
import type { Identity } from '../state/identity.ts';
import { lockDirectory } from '../state/lock.ts';
import { machineHash } from '../state/machine.ts';
import { AGENT_VERSION } from '../version.ts';
import { SPOOL_FOLDER } from './activate.ts';
import { createAlarm } from './alarm.ts';
import { type Command, serveControl } from './control-socket.ts';
import { lossNotice } from './events/agent-event.ts';
import { describeHost } from './host/host-facts.ts';
import { takeOwnPort } from './host/own-port.ts';
import type { CheckSignatures, Clock, CreateInspection, FirewallPort } from './host/ports.ts';
import { createSession, type Session } from './session.ts';

/** The parts of the agent that touch the kernel. */
export interface HostModules {
  readonly firewall: FirewallPort;
  readonly createInspection: CreateInspection;
  readonly check: CheckSignatures;
  /** What this host cannot do, e.g. a missing nft with the package that brings it. */
  readonly problems: readonly string[];
  close(): void;
}

export interface DaemonOptions {
  readonly stateDirectory: string;
  /** `openHostModules`, or a test's own. */
  readonly openModules: (
    onEvents: (events: readonly FirewallEvent[], lost: number) => void,
  ) => Promise<HostModules>;
  /** Absent: of this host. */
  readonly takeInventory?: (signal: AbortSignal) => Promise<Inventory>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: (line: string) => void;
  /** Absent: 4118. */
  readonly ownPort?: number;
  readonly signal: AbortSignal;
}

export type Ended = { readonly ok: true } | { readonly ok: false; readonly message: string };

const UNTIL_RUNG = 3_600_000;

/** The running agent: waits for an activation, protects, and waits again after a deactivation. */
export const runDaemon = async (options: DaemonOptions): Promise<Ended> => {
  const { stateDirectory, clock, log, signal } = options;
  const state = openState(stateDirectory);
  const lock = lockDirectory(stateDirectory);
  if (!lock) return { ok: false, message: `An agent runs already on ${stateDirectory}.` };
  const ownPort = await takeOwnPort(options.ownPort);
  if (ownPort.problem) log(ownPort.problem);
  const alarm = createAlarm(clock, signal);
  let session: Session | undefined;
  const modules = await options.openModules((events, lost) => session?.firewallSaw(events, lost));
  const problems = [...(ownPort.problem ? [ownPort.problem] : []), ...modules.problems];
  for (const problem of modules.problems) log(problem);

  const answer = async (command: Command): Promise<unknown> => {
    switch (command) {
      case 'status':
        return statusOf(state, session, problems);
      case 'activated':
        alarm.ring();
        return {};
      case 'beat':
        return session ? session.beatNow() : { error: 'This host is not activated.' };
      case 'deactivate':
        return session ? session.deactivate() : { error: 'This host is not activated.' };
    }
  };
  const control = await serveControl(stateDirectory, answer);
  try {
    while (!signal.aborted) {
      const identity = known(state.identity.read());
      if (identity) {
        session = await openSession(options, state, identity, modules, problems);
        const ended = await session.run();
        session = undefined;
        if (ended === 'deactivated') removeSpool(state);
      } else {
        log('This host is not activated; it is not protected. Waiting for "activate".');
        await alarm.wait(UNTIL_RUNG);
      }
    }
  } finally {
    control.close();
    modules.close();
    ownPort.release();
    lock.release();
  }
  return { ok: true };
};

/** What it holds is a former computer's and goes nowhere any more. */
export const removeSpool = (state: AgentState): void =>
  rmSync(join(state.directory, SPOOL_FOLDER), { recursive: true, force: true });

export const openSession = async (
  options: DaemonOptions,
  state: AgentState,
  identity: Identity,
  modules: HostModules,
  problems: readonly string[],
): Promise<Session> => {
  const { clock, log } = options;
  const spool = await openSpool(await openSpoolDirectory(join(state.directory, SPOOL_FOLDER)), {
    now: clock.now,
    lossNotice,
    onTrouble: (error) => log(`The spool cannot be written: ${(error as Error).message}`),
  });
  const link = createPlaneLink({
    identity,
    machine: machineHash(),
    takeCount: () => state.counter.take(),
    now: clock.now,
  });
  return createSession(
    {
      state,
      identity,
      link,
      spool,
      firewall: modules.firewall,
      createInspection: modules.createInspection,
      check: modules.check,
      clock,
      random: options.random,
      takeInventory: options.takeInventory ?? ((signal) => takeInventory({ signal })),
      describeHost: () => describeHost(state.directory, problems),
      log,
    },
    options.signal,
  );
};

/** What `status --json` prints; without a session the host is not protected. */
export const statusOf = (
  state: AgentState | undefined,
  session: Session | undefined,
  problems: readonly string[],
) => {
  const identity = state && known(state.identity.read());
  return {
    running: session !== undefined || state !== undefined,
    version: AGENT_VERSION,
    activated: identity !== undefined,
    ...(identity && {
      plane: identity.plane.url,
      tenantID: identity.tenantID,
      computerID: identity.computerID,
      hostGUID: identity.hostGUID,
      activatedAt: new Date(identity.activatedAt).toISOString(),
    }),
    problems,
    ...session?.status(),
  };
};
export type AgentStatus = ReturnType<typeof statusOf>;
