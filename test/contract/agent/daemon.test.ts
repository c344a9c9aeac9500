import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openState } from '../../../agent/src/state/agent-state.ts';
import { askControl } from '../../../agent/src/supervisor/control-socket.ts';
import { systemClock } from '../../../agent/src/supervisor/system-clock.ts';
import { daemonUnderTest, prevent, rule, withFirewall } from '../../support/daemon-under-test.ts';
import { createFakeHost } from '../../support/fake-modules.ts';

const agent = daemonUnderTest();
const { activate, beat, firstBeat, numbers, start, status, stop } = agent;

const flow = {
  protocol: 'tcp' as const,
  client: { ip: '192.0.2.7', port: 1 },
  server: { ip: '192.0.2.1', port: 80 },
};
it('takes a configuration, protects by it, says so at once and tells of what it blocks', async () => {
  await activate();
  const { hash } = await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.applied?.hash).toBe(hash));
  expect(agent.host.spec).toMatchObject({
    behaviour: 'prevent',
    tcpPorts: [
      { from: 80, to: 80 },
      { from: 8000, to: 8010 },
    ],
  });
  expect(agent.plane.beats[0]?.host?.hostName).toBeTruthy();
  expect(agent.plane.beats.at(-1)?.host).toBeUndefined();
  expect(agent.plane.beats.at(-1)?.intrusionPrevention).toEqual({ state: 'prevent' });

  // Nobody asks for a beat: what blocked with high severity leaves by itself.
  agent.host.hit({});
  await vi.waitFor(() =>
    expect(agent.plane.events()).toContainEqual(
      expect.objectContaining({
        kind: 'intrusion-prevention',
        ruleID: 1,
        reason: 'Log4Shell',
        severity: 'critical',
        action: 'reset',
        sourceIP: '192.0.2.7',
        destinationPort: 80,
        direction: 'incoming',
        flow: 'connection',
      }),
    ),
  );
  expect(numbers()).toEqual(expect.arrayContaining([5000, 2000]));
});

it('waits for its activation and takes it up while it runs', async () => {
  start();
  await vi.waitFor(async () => expect(await status()).toMatchObject({ activated: false }));
  expect(statSync(join(agent.directory, 'control.sock')).mode & 0o777).toBe(0o600);
  expect(await beat()).toEqual({ error: 'This host is not activated.' });
  await activate();
  await askControl(agent.directory, 'activated');
  await firstBeat();
  expect(await status()).toMatchObject({ activated: true, computerID: 1, firewall: { state: 'off' } });
});

it('has the last configuration in force before the plane is there', async () => {
  await activate();
  const { hash } = await agent.plane.offer(withFirewall('first'));
  start();
  await vi.waitFor(() =>
    expect(openState(agent.directory).inForce.read()).toMatchObject({ value: { hash } }),
  );
  await stop();
  expect(agent.host.spec).toBeUndefined();
  expect(agent.host.inForce).toBeDefined();
  await agent.plane.goDown();

  agent.host = createFakeHost();
  start();
  await vi.waitFor(() => expect(agent.host.inForce?.rules[0]?.name).toBe('first'));
  await vi.waitFor(() => expect(agent.host.spec).toBeDefined());
  expect(agent.host.confirmed).toBe(true);
  expect(agent.host.rollBacks).toEqual([]);
});

it('keeps events over an outage and a restart, and sends each once', async () => {
  await activate();
  await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.host.spec).toBeDefined());
  await beat();
  await agent.plane.goDown();
  for (let i = 0; i < 5; i++)
    agent.host.hit({ flow: { ...flow, client: { ip: '192.0.2.7', port: 50_000 + i } } });
  expect(await beat()).toMatchObject({ ok: false });
  await stop();
  await agent.plane.comeBack();
  agent.host = createFakeHost();
  start();
  const ports = () =>
    agent.plane.events().flatMap((e) => (e.kind === 'intrusion-prevention' ? [e.sourcePort] : []));
  await vi.waitFor(() => expect(ports()).toEqual([50_000, 50_001, 50_002, 50_003, 50_004]));
  expect(numbers()).toEqual(expect.arrayContaining([4012, 5003]));
});

it('undoes a firewall that cuts it off, keeps what was, and does not try the same again', async () => {
  await activate();
  await agent.plane.offer(withFirewall('first'));
  // A clock whose waits pass at once: the guard's half minute takes as long as its attempts.
  let ahead = 0;
  start({
    ...systemClock,
    monotonic: () => systemClock.monotonic() + ahead,
    async sleep(ms, signal) {
      if (ms === 2000) ahead += ms;
      else await systemClock.sleep(ms, signal);
    },
  });
  await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.applied?.sequence).toBe(1));
  await beat();
  let cutOff = true;
  agent.host.onApplied = () => {
    agent.plane.answer = () => (cutOff ? { status: 200, body: 'nothing of the plane' } : undefined);
  };
  const { hash } = await agent.plane.offer(withFirewall('locks out'));
  await beat();
  expect(agent.host.rollBacks).toHaveLength(1);
  expect(agent.host.inForce?.rules[0]?.name).toBe('first');
  cutOff = false;
  await beat();
  expect(agent.plane.beats.at(-1)).toMatchObject({ applied: { sequence: 1 }, failed: { sequence: 2, hash } });
  expect(numbers()).toContain(2090);
  // The plane offers it once more under a new sequence.
  await agent.plane.offer(withFirewall('locks out'));
  agent.host.onApplied = () => expect.unreachable('tried again');
  await beat();
  expect(agent.host.inForce?.rules[0]?.name).toBe('first');
  // A changed one is taken up, and clears the failure.
  agent.host.onApplied = () => undefined;
  await agent.plane.offer(withFirewall('third'));
  await beat();
  expect(agent.host.inForce?.rules[0]?.name).toBe('third');
  expect(agent.plane.beats.at(-1)?.failed).toBeUndefined();
});

it('counts a configuration as failed when the agent died while it was tried out', async () => {
  await activate();
  await agent.plane.offer(withFirewall('first'));
  start();
  await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.applied?.sequence).toBe(1));
  await stop();
  const state = openState(agent.directory);
  const { hash } = await agent.plane.offer(withFirewall('second'));
  state.trying.write({ sequence: 2, hash });
  start();
  await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.failed?.hash).toBe(hash));
  expect(agent.host.inForce?.rules[0]?.name).toBe('first');
});
