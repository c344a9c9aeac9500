import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FirewallConfig } from '../../agent/src/firewall/config.ts';
import type { FirewallEvent } from '../../agent/src/firewall/event.ts';
import { skipReason } from './rig/requirements.ts';
import { ATTACKS, config, from, get, rule, tcpTo, WEB } from './rig/rules.ts';
import type { Exchange } from './rig/traffic-operations.ts';
import { CLIENT, createWorld, SERVER, SERVER6, type World } from './rig/world.ts';

const ECHO = 7007;
const SSH = 2222;

describe.skipIf(skipReason() !== null)('the firewall, packet by packet', () => {
  let world: World;

  const inForce = async (to: FirewallConfig): Promise<void> => {
    expect(await world.server.call('firewallApply', { config: to, deadlineMs: 30_000 })).toMatchObject({
      ok: true,
      disarmed: [],
    });
    expect(await world.server.call('firewallConfirm')).toEqual({ ok: true });
  };
  const reaches = async (port: number, host = SERVER): Promise<boolean> => {
    const { end } = await world.client.call<Exchange>('exchange', {
      host,
      port,
      parts: [get('/echo')],
      until: '/echo',
      timeoutMs: 700,
    });
    return end === 'enough';
  };
  /** From the protected host out to the client. */
  const reachesOut = async (port: number): Promise<boolean> => {
    const { end } = await world.server.call<Exchange>('exchange', {
      host: CLIENT,
      port,
      parts: ['out'],
      until: 'out',
      timeoutMs: 700,
    });
    return end === 'enough';
  };
  /** Since the last call, of packets to our services; without the repeats that a fold's end may part. */
  const events = async (): Promise<FirewallEvent[]> => {
    const seen = await world.server.call<FirewallEvent[]>('firewallEvents');
    await world.server.call('firewallListen');
    const kind = (event: FirewallEvent): string =>
      [event.eventID, event.ruleID, event.direction, event.sourceIP, event.destinationPort].join();
    const ours = seen.filter((event) => [WEB, ECHO, SSH].includes(event.destinationPort ?? 0));
    return ours.filter((event, i) => ours.findIndex((other) => kind(other) === kind(event)) === i);
  };

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB });
    for (const port of [ECHO, SSH]) await world.server.call('echoServer', { port });
    await world.client.call('echoServer', { port: ECHO });
    await world.server.call('firewallListen');
  });
  afterAll(() => world.end());
  beforeEach(async () => {
    await world.server.call('firewallRestoreHost');
    await events();
  });

  it('without an allow rule passes what is not denied', async () => {
    await inForce(config(rule({ action: 'deny', direction: 'incoming', ...tcpTo(ECHO) })));
    expect(await reaches(WEB)).toBe(true);
    expect(await reaches(WEB, SERVER6)).toBe(true);
    expect(await reaches(ECHO)).toBe(false);
    expect(await reaches(ECHO, SERVER6)).toBe(false);
    expect(await reachesOut(ECHO)).toBe(true);
  });

  it('with one allow rule denies the rest in both directions, as event 123', async () => {
    await inForce(config(rule({ action: 'allow', direction: 'incoming', ...tcpTo(WEB) })));
    expect(await reaches(WEB)).toBe(true);
    expect(await reaches(ECHO)).toBe(false);
    expect(await reachesOut(ECHO)).toBe(false);
    const seen = await events();
    expect(seen).toHaveLength(2);
    expect(seen).toMatchObject([
      {
        eventID: 123,
        ruleID: null,
        direction: 'incoming',
        interface: 'veth0',
        sourceIP: CLIENT,
        destinationIP: SERVER,
        destinationPort: ECHO,
        protocol: 6,
        flags: 2,
      },
      {
        eventID: 123,
        ruleID: null,
        direction: 'outgoing',
        interface: 'veth0',
        sourceIP: SERVER,
        destinationIP: CLIENT,
        destinationPort: ECHO,
      },
    ]);
  });

  it('matches addresses of both versions, singly, by subnet and by range', async () => {
    const deny = rule({
      action: 'deny',
      direction: 'incoming',
      ...from('10.77.0.2', 'fd99::/16'),
      ...tcpTo(WEB),
    });
    await inForce(config(deny));
    expect(await reaches(WEB)).toBe(false);
    expect(await reaches(WEB, SERVER6)).toBe(true);
    expect(await events()).toMatchObject([{ eventID: 21, ruleID: deny.ID, sourceIP: CLIENT }]);
    await inForce(config(rule({ action: 'deny', direction: 'incoming', ...from('fd77::1-fd77::ff') })));
    expect(await reaches(WEB)).toBe(true);
    expect(await reaches(WEB, SERVER6)).toBe(false);
    expect((await events())[0]).toMatchObject({ version: 6, sourceIP: 'fd77:0:0:0:0:0:0:2' });
    await inForce(
      config(rule({ action: 'deny', direction: 'incoming', ...from('10.77.0.0/24'), sourceIPNot: true })),
    );
    expect(await reaches(WEB)).toBe(true);
    expect(await reaches(WEB, SERVER6)).toBe(false);
  });

  it('evaluates by priority, then bypass, force allow, deny, allow', async () => {
    const incoming = (action: 'deny' | 'force-allow' | 'allow', priority: '0' | '2' | '3') =>
      rule({ action, priority, direction: 'incoming', ...tcpTo(WEB) });
    await inForce(config(incoming('deny', '3'), incoming('force-allow', '2')));
    expect(await reaches(WEB)).toBe(false);
    await inForce(config(incoming('deny', '2'), incoming('force-allow', '2')));
    expect(await reaches(WEB)).toBe(true);
    await inForce(config(incoming('allow', '0'), incoming('deny', '0')));
    expect(await reaches(WEB)).toBe(false);
  });

  it('passes bypassed packets uninspected and force-allowed ones inspected', async () => {
    expect(await world.server.call('inspectStart', ATTACKS)).toMatchObject({ ok: true });
    const attack = async (): Promise<string> =>
      (
        await world.client.call<Exchange>('exchange', {
          host: SERVER,
          port: WEB,
          parts: [get('/etc/passwd')],
        })
      ).end;
    const allow = rule({ action: 'allow', direction: 'incoming', ...tcpTo(ECHO) });
    const incoming = { direction: 'incoming', ...tcpTo(WEB) } as const;
    await inForce(config(allow, rule({ action: 'force-allow', ...incoming })));
    expect(await attack()).toBe('reset');
    await inForce(config(allow, rule({ action: 'bypass', ...incoming })));
    expect(await attack()).toBe('closed');
    await world.server.call('inspectStop');
  });

  it('logs only what nothing drops later', async () => {
    const log = rule({ action: 'log-only', direction: 'incoming', protocol: 'tcp' });
    const deny = rule({ action: 'deny', direction: 'incoming', ...tcpTo(ECHO) });
    await inForce(config(log, deny));
    expect(await reaches(WEB)).toBe(true);
    expect(await reaches(ECHO)).toBe(false);
    const seen = await events();
    expect(seen.map(({ eventID, ruleID, destinationPort }) => [eventID, ruleID, destinationPort])).toEqual([
      [20, log.ID, WEB],
      [21, deny.ID, ECHO],
    ]);
    await inForce(config(log, rule({ action: 'allow', direction: 'incoming', ...tcpTo(WEB) })));
    expect(await reaches(ECHO)).toBe(false);
    expect((await events()).map((event) => event.eventID)).toEqual([123]);
  });

  it('keeps connections that were there before it, also silent ones, but not against an explicit deny', async () => {
    const session = await world.client.call('openSession', { host: SERVER, port: SSH });
    const session6 = await world.client.call('openSession', { host: SERVER6, port: SSH });
    await inForce(config(rule({ action: 'allow', direction: 'incoming', ...tcpTo(WEB) })));
    expect(await world.client.call('echoes', { session })).toBe(true);
    expect(await world.client.call('echoes', { session: session6 })).toBe(true);
    expect(await reaches(SSH)).toBe(false);
    await world.server.call('firewallRestoreHost');
    expect(await world.client.call('echoes', { session })).toBe(true);
    await inForce(config(rule({ action: 'deny', direction: 'incoming', ...from(CLIENT), ...tcpTo(SSH) })));
    expect(await world.client.call('echoes', { session, timeoutMs: 500 })).toBe(false);
    expect(await world.client.call('echoes', { session: session6 })).toBe(true);
  });

  it('always lets loopback, the agent itself and IPv6 neighbour discovery through', async () => {
    const everything = (direction: 'incoming' | 'outgoing') =>
      rule({ action: 'deny', priority: '4', direction });
    await inForce(config(everything('incoming'), everything('outgoing')));
    expect(await reaches(WEB)).toBe(false);
    expect(await reachesOut(ECHO)).toBe(false);
    expect(await world.server.call('connectsMarked', { host: CLIENT, port: ECHO })).toBe(true);
    const local = { host: '127.0.0.1', port: ECHO, parts: ['local'], until: 'local' };
    expect((await world.server.call<Exchange>('exchange', local)).end).toBe('enough');
    await world.server.run('ip', '-6', 'neigh', 'flush', 'dev', 'veth0');
    await inForce(config(rule({ action: 'allow', direction: 'incoming', ...tcpTo(WEB) })));
    expect(await reaches(WEB, SERVER6)).toBe(true);
  });

  it('exchanges rules under load without an error on any socket', async () => {
    const rules = (extra: number): FirewallConfig =>
      config(rule({ action: 'allow', direction: 'incoming', ...tcpTo(WEB, 20_000 + extra) }));
    await inForce(rules(0));
    const load = world.client.run('wrk', '-t1', '-c16', '-d3s', `http://${SERVER}:${WEB}/index.html`);
    for (let i = 1; i <= 10; i += 1) await inForce(rules(i));
    const report = await load;
    expect(report).toMatch(/requests in/);
    expect(report).not.toMatch(/Socket errors|Non-2xx/);
  });

  it('disarms what it cannot enforce, alone, and names the field', async () => {
    const mac = rule({ action: 'deny', direction: 'incoming', sourceMACType: 'single' });
    const result = await world.server.call('firewallApply', {
      config: config(mac, rule({ action: 'deny', direction: 'incoming', ...tcpTo(ECHO) })),
      deadlineMs: 30_000,
    });
    expect(result).toMatchObject({ ok: true, disarmed: [{ ruleID: mac.ID, field: 'sourceMACType' }] });
    expect(await reaches(ECHO)).toBe(false);
  });
});
