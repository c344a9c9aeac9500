import { openState } from '../state/agent-state.ts';
import { known } from '../state/document.ts';
import { lockDirectory } from '../state/lock.ts';
import { type DaemonOptions, openSession, removeSpool } from './daemon.ts';
import type { Clock } from './host/ports.ts';
import type { Deactivated } from './session.ts';

/** Deactivation on a host whose agent does not run: what it left in the kernel is on disk and is undone from there. */
export const deactivateStopped = async (
  stateDirectory: string,
  openModules: DaemonOptions['openModules'],
  clock: Clock,
): Promise<Deactivated | { readonly error: string }> => {
  const state = openState(stateDirectory);
  const identity = known(state.identity.read());
  if (!identity) return { error: 'not activated' };
  const lock = lockDirectory(stateDirectory);
  if (!lock) return { ok: false, message: 'The agent is just starting or stopping. Try again in a moment.' };
  const modules = await openModules(() => undefined);
  try {
    const silent = { stateDirectory, openModules, clock, random: Math.random, log: () => undefined };
    const session = await openSession(
      { ...silent, signal: new AbortController().signal },
      state,
      identity,
      modules,
      [],
    );
    const done = await session.deactivate();
    if (done.ok) removeSpool(state);
    return done;
  } finally {
    modules.close();
    lock.release();
  }
};
