import { existsSync } from 'node:fs';
import { openState } from '../state/agent-state.ts';
import { askControl } from '../supervisor/control-socket.ts';
import { type AgentStatus, statusOf } from '../supervisor/daemon.ts';
import type { Terminal } from './command.ts';
import { readOptions, type Usage } from './options.ts';
import { onState, stateOption } from './state-option.ts';

const options = { json: { help: 'print it as one line of JSON' }, ...stateOption } as const;

const usage: Usage<typeof options> = {
  name: 'status',
  summary: 'tell whether this host is protected, and what of',
  options,
};

export const runStatus = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readOptions(usage, words, terminal);
  if (!read.ok) return read.exitCode;
  return onState(read.options.state, terminal, async (directory) => {
    const status = await readStatus(directory);
    if (read.switches.has('json')) terminal.out(JSON.stringify(status));
    else for (const line of statusLines(status)) terminal.out(line);
    return 0;
  });
};

const readStatus = async (directory: string): Promise<AgentStatus> => {
  const live = await askControl(directory, 'status');
  // Our own process answers on a socket that only root can reach.
  if (live) return live as AgentStatus;
  if (!existsSync(directory)) return statusOf(undefined, undefined, []);
  return { ...statusOf(openState(directory), undefined, []), running: false };
};

export const statusLines = (status: AgentStatus): string[] => {
  if (!status.activated) {
    return [
      `This host is not activated${status.running ? '' : ' and the agent does not run'}: it is not protected.`,
      ...status.problems.map((problem) => `Problem: ${problem}`),
    ];
  }
  const lines = [
    `Computer ${status.computerID} of tenant ${status.tenantID} at ${status.plane}.`,
    ...(status.running
      ? []
      : ['The agent does not run: traffic is not inspected. Start it with "agent run".']),
  ];
  if (!status.running) return lines;
  lines.push(`Intrusion prevention: ${moduleText(status.intrusionPrevention)}`);
  lines.push(`Firewall: ${moduleText(status.firewall)}`);
  lines.push(
    status.applied
      ? `Configuration ${status.applied.sequence} is in force.`
      : 'No configuration has come yet.',
  );
  if (status.failed) {
    lines.push(`Configuration ${status.failed.sequence} was not taken: ${status.failed.reason}`);
  }
  for (const { ruleID, reason } of status.refusedRules ?? []) {
    lines.push(`Rule ${ruleID} is not in force: ${reason}`);
  }
  if (status.lastBeat) {
    const { at, ok, message } = status.lastBeat;
    lines.push(`Last contact attempt ${new Date(at).toISOString()}: ${ok ? 'the plane answered' : message}`);
  }
  if (status.waitingBatches) lines.push(`${status.waitingBatches} batches of events wait for the plane.`);
  return [...lines, ...status.problems.map((problem) => `Problem: ${problem}`)];
};

const moduleText = (module: { state: string; message?: string | undefined } | undefined): string =>
  module?.state === 'error' ? `not working. ${module.message}` : (module?.state ?? 'off');
