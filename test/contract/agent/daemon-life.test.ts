import { mkdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openState } from '../../../agent/src/state/agent-state.ts';
import { askControl } from '../../../agent/src/supervisor/control-socket.ts';
import { runDaemon } from '../../../agent/src/supervisor/daemon.ts';
import { systemClock } from '../../../agent/src/supervisor/system-clock.ts';
import { daemonUnderTest, prevent, rule, withFirewall } from '../../support/daemon-under-test.ts';
import { createFakeHost } from '../../support/fake-modules.ts';

const agent = daemonUnderTest();
const { activate, beat, firstBeat, numbers, start, status, stop } = agent;

it('says that inspection died, hung and came back', async () => {
  await activate();
  await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.host.spec).toBeDefined());
  agent.host.notice({ kind: 'child-hung', silentMs: 2000 });
  agent.host.notice({ kind: 'child-died', code: null, signal: 'SIGKILL', detail: '' });
  agent.host.notice({ kind: 'child-back', awayMs: 3100 });
  await beat();
  expect(numbers()).toEqual(expect.arrayContaining([5002, 5001, 3700]));
});

it('beats say that inspection is off while its process is away, what traffic does, and that it is back', async () => {
  await activate();
  await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.host.spec).toBeDefined());
  const said = async () => {
    await beat();
    return agent.plane.beats.at(-1)?.intrusionPrevention;
  };
  expect(await said()).toEqual({ state: 'prevent' });
  agent.host.inspectionAway = true;
  expect(await said()).toEqual({
    state: 'error',
    message: expect.stringMatching(/is away; traffic (passes uninspected|is stopped)/),
  });
  agent.host.inspectionAway = false;
  expect(await said()).toEqual({ state: 'prevent' });
});

it('tells after a crash that it was away, and after an orderly stop nothing of the kind', async () => {
  await activate();
  start();
  await firstBeat();
  await stop();
  start();
  await vi.waitFor(() => expect(numbers().filter((number) => number === 5000)).toHaveLength(2));
  expect(numbers()).not.toContain(3700);
  await stop();
  openState(agent.directory).runMark.write({ startedAt: 0, pid: 1, bootID: 'another' });
  start();
  await vi.waitFor(() => expect(numbers()).toContain(3700));
});

it('protects after a restart although the disk takes no more writes of its own', async () => {
  await activate();
  await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.applied).toBeDefined());
  await stop();
  await agent.plane.goDown();
  // A write of the mark fails, as on a full disk.
  mkdirSync(join(agent.directory, 'run-mark.json.new'));
  agent.host = createFakeHost();
  start();
  await vi.waitFor(() => expect(agent.host.spec).toBeDefined());
  expect(agent.log.join()).toContain('Marking the start failed');
});

it('gives everything back on deactivation, forgets itself, and can be activated again', async () => {
  await activate();
  await agent.plane.offer(withFirewall('first'));
  start();
  await vi.waitFor(() => expect(agent.host.inForce).toBeDefined());
  expect(await askControl(agent.directory, 'deactivate')).toMatchObject({ ok: true, planeTold: true });
  expect(agent.host).toMatchObject({ inForce: undefined, spec: undefined, restored: 1 });
  expect(agent.plane.hosts.size).toBe(0);
  expect(await status()).toMatchObject({ activated: false });
  expect(await activate()).toMatchObject({ ok: true });
});

it('is deactivated without the plane too, and says what is left to do', async () => {
  await activate();
  start();
  await firstBeat();
  await agent.plane.goDown();
  expect(await askControl(agent.directory, 'deactivate')).toMatchObject({
    ok: true,
    planeTold: false,
    message: expect.stringContaining('Remove computer 1 there'),
  });
  expect(agent.host.restored).toBe(1);
});

it('sends nobody after the original when it is a copy of another machine', async () => {
  await activate();
  const original = agent.plane.hosts.get(1);
  if (original) agent.plane.hosts.set(1, { ...original, machine: 'the original' });
  start();
  await vi.waitFor(async () => expect((await status()).lastBeat?.ok).toBe(false));
  const ended = (await askControl(agent.directory, 'deactivate')) as { message: string };
  expect(ended).toMatchObject({ ok: true, planeTold: false });
  expect(ended.message).toContain('must not be removed');
  expect(ended.message).not.toContain('Remove computer');
  expect(agent.plane.hosts.has(1)).toBe(true);
});

it('keeps protecting when the plane does not know it any more', async () => {
  await activate();
  await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.applied).toBeDefined());
  agent.plane.hosts.clear();
  expect(await beat()).toMatchObject({ ok: false, message: expect.stringContaining('not known here') });
  expect(agent.host.spec).toBeDefined();
});

it('follows the plane’s order to deactivate and new keys to trust', async () => {
  await activate();
  start();
  await firstBeat();
  const [key] = agent.plane.trust;
  agent.plane.todo = [
    { what: 'deactivate' },
    { what: 'trust', keys: [{ ...(key as NonNullable<typeof key>), kid: 'policy-2' }] },
  ];
  await beat();
  expect(agent.host.restored).toBe(1);
  await vi.waitFor(async () => expect(await status()).toMatchObject({ activated: false }));
});

it('reports a port conflict and goes on', async () => {
  const other = net.createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as net.AddressInfo;
  await activate();
  const end = new AbortController();
  const ended = runDaemon({
    stateDirectory: agent.directory,
    openModules: async () => agent.host,
    clock: systemClock,
    random: () => 0.5,
    log: () => undefined,
    ownPort: port,
    signal: end.signal,
  });
  await firstBeat();
  expect(agent.plane.beats[0]?.host?.problems).toEqual(
    expect.arrayContaining([expect.stringContaining(`TCP port ${port}`)]),
  );
  end.abort();
  await ended;
  other.close();
});

it('does not run twice on one state directory', async () => {
  start();
  await vi.waitFor(async () => expect(await status()).toBeDefined());
  const second = await runDaemon({
    stateDirectory: agent.directory,
    openModules: async () => agent.host,
    clock: systemClock,
    random: () => 0.5,
    log: () => undefined,
    ownPort: 0,
    signal: new AbortController().signal,
  });
  expect(second).toMatchObject({ ok: false, message: expect.stringContaining('runs already') });
});
