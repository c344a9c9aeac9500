import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApplyResult, FirewallConfig, FirewallStatus } from '../../agent/src/firewall/config.ts';
import { skipReason } from './rig/requirements.ts';
import { config, get, rule, tcpTo, WEB } from './rig/rules.ts';
import type { Exchange } from './rig/traffic-operations.ts';
import { createWorld, type Party, SERVER, type World } from './rig/world.ts';

describe.skipIf(skipReason() !== null)('the lock-out guard', () => {
  let world: World;
  let agent: Party;

  const apply = (to: FirewallConfig, deadlineMs: number): Promise<ApplyResult> =>
    agent.call('firewallApply', { config: to, deadlineMs });
  const status = (): Promise<FirewallStatus> => agent.call('firewallStatus');
  const ruleset = (): Promise<string> => world.server.run('nft', '-j', 'list', 'table', 'inet', 'mvp');
  const reaches = async (): Promise<boolean> => {
    const exchange = { host: SERVER, port: WEB, parts: [get('/echo')], until: '/echo', timeoutMs: 500 };
    return (await world.client.call<Exchange>('exchange', exchange)).end === 'enough';
  };
  const lockOut = config(rule({ action: 'deny', priority: '4', direction: 'incoming' }));
  const open = config(rule({ action: 'allow', direction: 'incoming', ...tcpTo(WEB) }));
  const hash = (result: ApplyResult): string => (result.ok ? result.hash : `refused: ${result.detail}`);

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB });
  });
  afterAll(() => world.end());
  beforeEach(async () => {
    agent ??= await world.another();
    await agent.call('firewallRestoreHost');
  });

  it('brings the confirmed ruleset back when nobody confirms, and does not try the other again', async () => {
    const good = hash(await apply(open, 30_000));
    expect(await agent.call('firewallConfirm')).toEqual({ ok: true });
    const bad = hash(await apply(lockOut, 700));
    expect(await reaches()).toBe(false);
    await expect.poll(status, { timeout: 10_000 }).toMatchObject({
      inForce: good,
      confirmed: good,
      pending: null,
      rolledBack: { hash: bad, reason: 'the change was not confirmed in time' },
    });
    expect(await reaches()).toBe(true);
    expect(await agent.call('firewallConfirm')).toEqual({ ok: false, reason: 'nothing-pending' });
    expect(await apply(lockOut, 700)).toMatchObject({ ok: false, reason: 'rolled-back-before' });
    expect(await apply(config(...open.rules, ...lockOut.rules), 30_000)).toMatchObject({ ok: true });
  });

  it('goes back to no firewall at all when there was none', async () => {
    await apply(lockOut, 500);
    await expect.poll(status, { timeout: 10_000 }).toMatchObject({ inForce: null, confirmed: null });
    expect(await reaches()).toBe(true);
  });

  it('works when the agent is killed in between', async () => {
    await apply(lockOut, 1000);
    expect(await reaches()).toBe(false);
    agent.kill();
    await expect.poll(reaches, { timeout: 10_000 }).toBe(true);
    agent = await world.another();
    expect(await agent.call('firewallLoad')).toMatchObject({
      inForce: null,
      rolledBack: { reason: 'the change was not confirmed in time' },
    });
  });

  it('works when agent and watchdog are both gone: the next start goes back', async () => {
    const good = hash(await apply(open, 30_000));
    await agent.call('firewallConfirm');
    await apply(lockOut, 60_000);
    agent.kill();
    const dir = join(world.dir, 'firewall');
    const pending = readdirSync(dir).find((file) => file.startsWith('pending-')) ?? '';
    const { watchdog } = JSON.parse(readFileSync(join(dir, pending), 'utf8')) as { watchdog: number };
    process.kill(-watchdog, 'SIGKILL');
    agent = await world.another();
    await expect
      .poll(() => agent.call('firewallLoad'), { timeout: 5000 })
      .toMatchObject({
        inForce: good,
        rolledBack: { reason: 'the agent ended before the change was confirmed' },
      });
    expect(await reaches()).toBe(true);
  });

  it('lets an agent that is back in time confirm what the one before it applied', async () => {
    const hashed = hash(await apply(open, 30_000));
    agent.kill();
    agent = await world.another();
    expect(await agent.call('firewallLoad')).toMatchObject({ inForce: hashed });
    expect(await agent.call('firewallConfirm')).toEqual({ ok: true });
    expect(await status()).toMatchObject({ confirmed: hashed, pending: null, rolledBack: null });
  });

  it('leaves a confirmed change alone, and needs no second confirmation', async () => {
    const first = await apply(open, 400);
    expect(first).toMatchObject({ ok: true, confirmationDue: true });
    await agent.call('firewallConfirm');
    const inForce = await ruleset();
    await new Promise((done) => setTimeout(done, 800));
    expect(await ruleset()).toBe(inForce);
    expect(await apply(open, 400)).toMatchObject({ ok: true, confirmationDue: false, hash: hash(first) });
  });

  it('lets a newer change take the place of one still pending', async () => {
    await apply(lockOut, 600);
    const second = hash(await apply(open, 30_000));
    await new Promise((done) => setTimeout(done, 1000));
    expect(await status()).toMatchObject({ inForce: second, pending: second, rolledBack: null });
    expect(await agent.call('firewallConfirm')).toEqual({ ok: true });
  });

  it('rolls back when told to, with the reason', async () => {
    const good = hash(await apply(open, 30_000));
    await agent.call('firewallConfirm');
    await apply(lockOut, 30_000);
    await agent.call('firewallRollBack', { reason: 'the plane was out of reach' });
    expect(await status()).toMatchObject({
      inForce: good,
      rolledBack: { reason: 'the plane was out of reach' },
    });
    expect(await reaches()).toBe(true);
  });

  it('puts the confirmed rules in force after a restart of the host', async () => {
    const good = hash(await apply(open, 30_000));
    await agent.call('firewallConfirm');
    await world.server.run('nft', 'flush', 'ruleset');
    expect(await status()).toMatchObject({ inForce: null, confirmed: good });
    expect(await agent.call('firewallLoad')).toMatchObject({ inForce: good, rolledBack: null });
  });
});
