import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { openState } from '../../agent/src/state/agent-state.ts';
import { activateHost } from '../../agent/src/supervisor/activate.ts';
import { askControl } from '../../agent/src/supervisor/control-socket.ts';
import { type AgentStatus, runDaemon } from '../../agent/src/supervisor/daemon.ts';
import { describeHost } from '../../agent/src/supervisor/host/host-facts.ts';
import { systemClock } from '../../agent/src/supervisor/system-clock.ts';
import type { HostConfig, HostRule } from '../../shared/domain/policy/host-config.ts';
import { emptyConfig, startTestPlane, TENANT, type TestPlane, TOKEN } from './agent-plane.ts';
import { createFakeHost, type FakeHost } from './fake-modules.ts';

export const rule = (more: Partial<HostRule> = {}): HostRule => ({
  ID: 1,
  name: 'Log4Shell',
  severity: 'critical',
  applicationTypeID: 1,
  signatures: ['alert http any any -> any any (content:"jndi"; sid:1000001;)'],
  action: 'reset',
  detectOnly: false,
  protocol: 'tcp',
  ports: ['80', '8000-8010'],
  ...more,
});

export const prevent = (...rules: HostRule[]): HostConfig => ({
  ...emptyConfig,
  intrusionPrevention: { state: 'prevent', engineMode: 'inline', onFailure: 'open', rules },
});

export const withFirewall = (name: string): HostConfig => ({
  ...prevent(rule()),
  firewall: {
    state: 'on',
    rules: [{ ID: 9, name, action: 'deny', priority: '0', direction: 'incoming' }],
  },
});

export interface DaemonUnderTest {
  plane: TestPlane;
  /** What the daemon opens when it starts: a test that starts it again may want another. */
  host: FakeHost;
  directory: string;
  /** Lines of the daemon that runs. */
  log: string[];
  activate(): ReturnType<typeof activateHost>;
  start(clock?: typeof systemClock): void;
  stop(): Promise<void>;
  status(): Promise<AgentStatus>;
  beat(): ReturnType<typeof askControl>;
  /** Numbers of the agent's own events that arrived. */
  numbers(): number[];
  firstBeat(): Promise<void>;
}

/** The agent's daemon against a plane of its own for each test: real but for the kernel. */
export const daemonUnderTest = (): DaemonUnderTest => {
  let running: { stop: AbortController; ended: Promise<unknown> } | undefined;
  const agent = {
    log: [],
    activate: () =>
      activateHost({
        state: openState(agent.directory),
        plane: { url: agent.plane.url, ca: agent.plane.ca },
        request: { tenantID: TENANT, token: TOKEN, host: describeHost(agent.directory, []) },
        now: () => Date.now(),
      }),
    start(clock = systemClock) {
      const stop = new AbortController();
      const { host } = agent;
      const log: string[] = [];
      const ended = runDaemon({
        stateDirectory: agent.directory,
        openModules: async () => host,
        clock,
        random: () => 0.5,
        log: (line) => log.push(line),
        ownPort: 0,
        signal: stop.signal,
      });
      agent.log = log;
      running = { stop, ended };
    },
    async stop() {
      running?.stop.abort();
      await running?.ended;
      running = undefined;
    },
    status: async () => (await askControl(agent.directory, 'status')) as AgentStatus,
    beat: () => askControl(agent.directory, 'beat'),
    numbers: () => agent.plane.events().flatMap((event) => (event.kind === 'agent' ? [event.number] : [])),
    firstBeat: () => vi.waitFor(() => expect(agent.plane.beats.length).toBeGreaterThan(0)),
  } as unknown as DaemonUnderTest;
  beforeEach(async () => {
    agent.plane = await startTestPlane();
    agent.host = createFakeHost();
    agent.directory = mkdtempSync(join(tmpdir(), 'mvp-agent-'));
  });
  afterEach(async () => {
    await agent.stop();
    await agent.plane.close();
    rmSync(agent.directory, { recursive: true });
  });
  return agent;
};
