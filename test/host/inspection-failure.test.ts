import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InspectionNotice, InspectionSpec, InspectionStatus } from '../../agent/src/inspect/spec.ts';
import { skipReason } from './rig/requirements.ts';
import { ATTACKS, get, WEB } from './rig/rules.ts';
import type { Exchange } from './rig/traffic-operations.ts';
import { createWorld, type Party, SERVER, type World } from './rig/world.ts';

describe.skipIf(skipReason() !== null)('inspection that fails', () => {
  let world: World;
  let agent: Party;

  const status = (): Promise<InspectionStatus> => agent.call('inspectStatus');
  const kinds = async (): Promise<string[]> =>
    (await agent.call<InspectionNotice[]>('notices')).map((notice) => notice.kind);
  const request = (timeoutMs = 5000): Promise<Exchange> =>
    world.client.call('exchange', { host: SERVER, port: WEB, parts: [get('/echo')], timeoutMs });
  const attack = async (): Promise<string> =>
    (await world.client.call<Exchange>('exchange', { host: SERVER, port: WEB, parts: [get('/etc/passwd')] }))
      .end;
  const signal = async (name: NodeJS.Signals): Promise<number> => {
    const { pid } = await status();
    await agent.call('signal', { pid, signal: name });
    return pid ?? 0;
  };
  const start = async (spec: InspectionSpec): Promise<void> => {
    expect(await agent.call('inspectStart', spec)).toMatchObject({ ok: true });
    expect(await status()).toMatchObject({ state: 'inspecting', bound: true });
  };

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB });
  });
  afterAll(() => world.end());
  beforeEach(async () => {
    await agent?.call('inspectStop');
    agent = await world.another();
  });

  it('killed: traffic flows at once, and another child inspects again', async () => {
    await start(ATTACKS);
    const killed = await signal('SIGKILL');
    expect((await request()).end).toBe('closed');
    await expect
      .poll(status, { timeout: 10_000 })
      .toMatchObject({ state: 'inspecting', restarts: 1, bound: true });
    expect((await status()).pid).not.toBe(killed);
    expect(await kinds()).toEqual(['child-died', 'child-back']);
    expect(await attack()).toBe('reset');
  });

  it('stopped: it is killed, traffic flows again within 5 seconds, and it is reported', async () => {
    await start(ATTACKS);
    await signal('SIGSTOP');
    expect((await request(5000)).end).toBe('closed');
    expect(await kinds()).toEqual(expect.arrayContaining(['child-hung', 'child-died']));
    await expect.poll(status, { timeout: 10_000 }).toMatchObject({ state: 'inspecting', bound: true });
    expect(await attack()).toBe('reset');
  });

  it('closed instead of open: nothing passes until a child is back', async () => {
    await start({ ...ATTACKS, onFailure: 'closed' });
    expect((await request()).end).toBe('closed');
    await signal('SIGSTOP');
    const held = request(8000);
    await expect.poll(kinds, { timeout: 10_000 }).toContain('child-hung');
    expect((await held).end).toBe('closed');
    expect(await status()).toMatchObject({ state: 'inspecting', restarts: 1 });
    expect(await attack()).toBe('reset');
  });

  it('its parent killed: the child ends too, traffic flows, and a new parent takes over what is left', async () => {
    await start(ATTACKS);
    agent.kill();
    await expect.poll(() => world.server.call('boundQueues'), { timeout: 5000 }).toEqual([]);
    expect((await request()).end).toBe('closed');
    agent = await world.another();
    await start(ATTACKS);
    expect(await attack()).toBe('reset');
    await agent.call('inspectStop');
    expect(JSON.parse(await world.server.run('nft', '-j', 'list', 'ruleset')).nftables).toHaveLength(1);
  });

  it('stopped, and its parent killed: it ends all the same, and traffic flows', async () => {
    await start(ATTACKS);
    await signal('SIGSTOP');
    agent.kill();
    expect((await request(5000)).end).toBe('closed');
    expect(await world.server.call('boundQueues')).toEqual([]);
    agent = await world.another();
  });

  it('leaves a queue that another program holds, and its rules, alone', async () => {
    await start(ATTACKS);
    const other = await world.another();
    const result = await other.call('inspectStart', ATTACKS);
    expect(result).toMatchObject({ ok: false, reason: 'queue-taken' });
    expect(await attack()).toBe('reset');
  });

  it('refuses TAP mode, which it does not have yet', async () => {
    const result = await agent.call('inspectStart', { ...ATTACKS, mode: 'tap' });
    expect(result).toMatchObject({ ok: false, reason: 'tap-unsupported' });
  });
});
