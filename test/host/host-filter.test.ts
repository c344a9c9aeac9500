import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FirewallStatus } from '../../agent/src/firewall/config.ts';
import { skipReason } from './rig/requirements.ts';
import { ATTACKS, config, get, rule, tcpTo, WEB } from './rig/rules.ts';
import type { Exchange } from './rig/traffic-operations.ts';
import { createWorld, SERVER, type World } from './rig/world.ts';

const ECHO = 7007;

describe.skipIf(skipReason() !== null)("the host's own filter while ours is on", () => {
  let world: World;

  const ruleset = (): Promise<string> => world.server.run('nft', '-j', 'list', 'ruleset');
  const nft = (...lines: string[]): Promise<string> => world.server.run('nft', lines.join('\n'));
  const iptables = (line: string): Promise<string> => world.server.run('iptables-nft', ...line.split(' '));
  const apply = async (hostFilter: 'set-aside' | 'keep' = 'set-aside'): Promise<void> => {
    const deny = rule({ action: 'deny', direction: 'incoming', ...tcpTo(ECHO) });
    const to = { ...config(deny), hostFilter };
    expect(await world.server.call('firewallApply', { config: to, deadlineMs: 30_000 })).toMatchObject({
      ok: true,
    });
    await world.server.call('firewallConfirm');
  };
  const status = async (): Promise<FirewallStatus['hostFilter']> =>
    (await world.server.call<FirewallStatus>('firewallStatus')).hostFilter;
  const reaches = async (port = WEB): Promise<boolean> => {
    const exchange = { host: SERVER, port, parts: [get('/echo')], until: '/echo', timeoutMs: 500 };
    return (await world.client.call<Exchange>('exchange', exchange)).end === 'enough';
  };

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB });
    await world.server.call('echoServer', { port: ECHO });
  });
  afterAll(() => world.end());
  beforeEach(async () => {
    await world.server.call('firewallRestoreHost');
    await world.server.run('nft', 'flush', 'ruleset');
  });

  it('sets iptables-nft and native filters aside, and gives exactly them back', async () => {
    await iptables('-A INPUT -p tcp --dport 8080 -j DROP');
    await iptables('-P FORWARD DROP');
    await iptables('-t nat -A PREROUTING -p tcp --dport 81 -j REDIRECT --to-ports 8080');
    await nft(
      'table inet filter {',
      'set blocked { type ipv4_addr; elements = { 10.77.0.2 }; }',
      'chain input { type filter hook input priority 0; policy drop; iif lo accept; ip saddr @blocked reject; }',
      'chain forward { type filter hook forward priority 0; policy drop; }',
      'chain output { type filter hook output priority 0; policy accept; }',
      '}',
    );
    const before = await ruleset();
    expect(await reaches()).toBe(false);
    await apply();
    expect(await reaches()).toBe(true);
    expect(await reaches(ECHO)).toBe(false);
    expect([...(await status()).setAside].sort()).toEqual([
      'inet filter input',
      'inet filter output',
      'ip filter INPUT',
    ]);
    const rules = await world.server.run('iptables-nft', '-S');
    expect(rules).toContain('-A INPUT -p tcp -m tcp --dport 8080 -j DROP');
    await world.server.call('firewallRestoreHost');
    expect(await ruleset()).toBe(before);
    expect(await reaches()).toBe(false);
  });

  it('gives them back after the agent was killed', async () => {
    await iptables('-A INPUT -p tcp --dport 8080 -j DROP');
    const before = await ruleset();
    const agent = await world.another();
    const to = config(rule({ action: 'deny', direction: 'incoming', ...tcpTo(ECHO) }));
    await agent.call('firewallApply', { config: to, deadlineMs: 30_000 });
    await agent.call('firewallConfirm');
    agent.kill();
    expect(await reaches()).toBe(true);
    const next = await world.another();
    await next.call('firewallRestoreHost');
    expect(await ruleset()).toBe(before);
  });

  it('has them in force again the moment our table is gone, whoever removed it', async () => {
    await iptables('-A INPUT -p tcp --dport 8080 -j DROP');
    await apply();
    expect(await reaches()).toBe(true);
    await world.server.run('nft', 'delete', 'table', 'inet', 'mvp');
    expect(await reaches()).toBe(false);
  });

  it('leaves tables with container networking or address translation alone, and says so', async () => {
    await iptables('-N DOCKER');
    await iptables('-A FORWARD -j DOCKER');
    await iptables('-A INPUT -p tcp --dport 9 -j DROP');
    await nft(
      'table inet firewalld {',
      'chain nat_POSTROUTING { type nat hook postrouting priority 100; masquerade; }',
      'chain filter_INPUT { type filter hook input priority 10; tcp dport 9 drop; }',
      '}',
    );
    const before = await ruleset();
    await apply();
    expect(await status()).toEqual({
      setAside: [],
      untouched: [
        { what: 'ip filter INPUT', why: 'the table holds container networking (DOCKER)' },
        { what: 'inet firewalld filter_INPUT', why: 'the table also does address translation' },
      ],
    });
    const now = await ruleset();
    await world.server.call('firewallRestoreHost');
    expect(await ruleset()).toBe(before);
    expect(now).toContain('"mvp"');
  });

  it('stays in force when it is to be kept, and beside inspection alone', async () => {
    await iptables('-A INPUT -p tcp --dport 8080 -j DROP');
    await apply('keep');
    expect(await reaches()).toBe(false);
    await world.server.call('firewallRestoreHost');
    await world.server.call('inspectStart', ATTACKS);
    expect(await reaches()).toBe(false);
    await world.server.call('inspectStop');
  });
});
