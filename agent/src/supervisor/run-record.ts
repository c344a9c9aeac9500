import type { AgentState } from '../state/agent-state.ts';
import { known } from '../state/document.ts';
import { bootID } from '../state/machine.ts';

/** Marks the run on disk. Returns what is to be told of the run before, when that one did not end in order. */
export const beginRun = (state: AgentState, now: number): string | undefined => {
  const before = known(state.runMark.read());
  const boot = bootID();
  state.runMark.write({ startedAt: now, pid: process.pid, bootID: boot });
  if (!before) return undefined;
  const since = `that started at ${new Date(before.startedAt).toISOString()}`;
  return before.bootID === boot
    ? `The agent ${since} ended unexpectedly. The firewall stayed in force; inspection was away until now.`
    : `The host went down while the agent ${since} was running.`;
};

export const endRun = (state: AgentState): void => state.runMark.remove();
