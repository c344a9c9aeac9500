import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostConfig, HostRule } from '../../shared/domain/policy/host-config.ts';
import type { RuleKills } from '../../shared/schema/agent/rule-kills.ts';
import { startTestPlane, TENANT, type TestPlane, TOKEN } from '../support/agent-plane.ts';
import { skipReason } from './rig/requirements.ts';
import { get, WEB } from './rig/rules.ts';
import type { Exchange } from './rig/traffic-operations.ts';
import { CLIENT, createWorld, SERVER, type World } from './rig/world.ts';

const CLI = fileURLToPath(new URL('../../agent/src/cli/main.ts', import.meta.url));
const AGENT = [process.execPath, '--no-warnings', CLI];

const ipsRule = (ID: number, name: string, content: string): HostRule => ({
  ID,
  name,
  severity: 'critical',
  applicationTypeID: 1,
  signatures: [
    `drop http any any -> any any (msg:"x"; content:"${content}"; http.uri; sid:${1_000_000 + ID}; rev:1;)`,
  ],
  action: 'reset',
  detectOnly: false,
  protocol: 'tcp',
  ports: [String(WEB)],
});

const config: HostConfig = {
  format: 1,
  firewall: {
    state: 'on',
    rules: [
      {
        ID: 10_000_001,
        name: 'No echo',
        action: 'deny',
        priority: '0',
        direction: 'incoming',
        protocol: 'tcp',
        destinationPortType: 'multiple',
        destinationPortMultiple: ['7007'],
      },
    ],
  },
  intrusionPrevention: {
    state: 'prevent',
    engineMode: 'inline',
    onFailure: 'open',
    rules: [ipsRule(1, 'Log4Shell', '${jndi|3a|'), ipsRule(2, 'Passwords', '/etc/passwd')],
  },
};

describe.skipIf(skipReason() !== null)('the agent as its administrator has it', () => {
  let world: World;
  let plane: TestPlane;
  let relay: net.Server;
  let agent: ChildProcess | undefined;
  let state: string;

  const command = (...words: string[]): Promise<string> =>
    world.server.run(...AGENT, ...words, '--state', state);
  const status = async () => JSON.parse(await command('status', '--json'));
  const ruleset = async (): Promise<unknown> => {
    const { nftables } = JSON.parse(await world.server.run('nft', '-j', 'list', 'ruleset'));
    // Handles and counters run on; what matters is what stands there.
    return JSON.parse(JSON.stringify(nftables), (name, value) =>
      name === 'handle' || name === 'packets' || name === 'bytes' || name === 'metainfo' ? undefined : value,
    );
  };
  const start = (): void => {
    const inside = ['-t', String(world.server.pid), '-U', '-n', '--preserve-credentials'];
    const log = join(world.dir, 'agent.log');
    agent = spawn('nsenter', [...inside, ...AGENT, 'run', '--state', state], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    agent.stderr?.on('data', (text) => writeFileSync(log, text, { flag: 'a' }));
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = agent;
    agent = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((done) => ending.once('exit', done));
    ending.kill(signal);
    await ended;
  };
  const protecting = () =>
    vi.waitFor(
      async () =>
        expect(await status()).toMatchObject({
          applied: { sequence: 1 },
          firewall: { state: 'on' },
          intrusionPrevention: { state: 'prevent' },
          inspection: { bound: true },
        }),
      { timeout: 20_000, interval: 300 },
    );
  const attack = (path = '/?x=${jndi:ldap://evil/a}') =>
    world.client.call<Exchange>('exchange', {
      host: SERVER,
      port: WEB,
      parts: [get(path)],
      until: 'HTTP/1.1',
      timeoutMs: 2000,
    });

  beforeEach(async () => {
    [world, plane] = await Promise.all([createWorld(), startTestPlane()]);
    state = join(world.dir, 'agent');
    const socket = join(world.dir, 'plane.sock');
    relay = net.createServer((from) => {
      const to = net.connect(plane.port, '127.0.0.1');
      from.pipe(to).pipe(from);
      from.on('error', () => to.destroy());
      to.on('error', () => from.destroy());
    });
    await new Promise<void>((done) => relay.listen(socket, done));
    const ca = join(world.dir, 'ca.pem');
    writeFileSync(ca, plane.ca);
    await world.server.call('startWeb', { port: WEB });
    await world.server.run(
      'nft',
      `table ip nat { chain post { type nat hook postrouting priority 100; oifname "none" masquerade; }; };
       table inet mine { chain in { type filter hook input priority 0; policy accept; ip saddr 10.9.9.9 drop; }; }`,
    );
    const where = ['--url', `https://localhost:${plane.port}`, '--ca', ca, '--socket', socket];
    const said = await command('activate', ...where, '--tenant', TENANT, '--token', TOKEN);
    expect(said).toContain('Activated as computer 1');
    await plane.offer(config);
  });
  afterEach(async () => {
    await end('SIGKILL');
    relay.close();
    await plane.close();
    await world.end();
  });

  it('lets traffic pass that a withdrawn rule stopped, from one beat to the next, and stops it when the rule is back', async () => {
    const give = async (sequence: number, rules: RuleKills['rules']): Promise<void> => {
      const list = await plane.signKills({ sequence, issued: Date.now(), rules });
      plane.todo = [{ what: 'rule-kills', list }];
      await command('beat');
    };
    const told = async (): Promise<string> => {
      await command('beat');
      return JSON.stringify(plane.events());
    };
    start();
    await protecting();
    expect((await attack()).end).not.toBe('enough');
    await give(1, [{ ID: 1 }]);
    expect((await attack()).end).toBe('enough');
    await vi.waitFor(async () => expect(await told()).toContain('has withdrawn rules 1 (list 1)'), 10_000);
    expect(plane.beats.at(-1)).toMatchObject({ kills: 1, refusedRules: [{ ruleID: 1 }] });
    expect(await status()).toMatchObject({ inspection: { bound: true } });
    expect((await attack('/etc/passwd')).end).not.toBe('enough');
    await give(2, []);
    expect((await attack()).end).not.toBe('enough');
    await vi.waitFor(async () => expect(await told()).toContain('every rule run again (list 2)'), 10_000);
  }, 60_000);

  it('says with its beats that inspection is off while its process keeps dying, lets traffic pass, and takes it back', async () => {
    start();
    await protecting();
    const beaten = async () => {
      await command('beat');
      return plane.beats.at(-1)?.intrusionPrevention;
    };
    const seen = new Set<number>();
    const living = async (): Promise<number> => {
      const { pid } = (await status()).inspection;
      if (pid === null || seen.has(pid)) throw new Error('no new process yet');
      return pid;
    };
    // Each restart in a row waits twice as long as the one before.
    for (let kill = 0; kill < 6; kill++) {
      const pid = await vi.waitFor(living, { timeout: 10_000, interval: 50 });
      seen.add(pid);
      process.kill(pid, 'SIGKILL');
    }
    expect(await beaten()).toEqual({
      state: 'error',
      message: 'The inspection process is away; traffic passes uninspected.',
    });
    expect((await attack()).end).toBe('enough');
    await protecting();
    await vi.waitFor(async () => expect((await attack()).end).not.toBe('enough'), { timeout: 15_000 });
    expect(await beaten()).toEqual({ state: 'prevent' });
    await vi.waitFor(() => expect(plane.events()).toContainEqual(expect.objectContaining({ number: 5001 })), {
      timeout: 15_000,
    });
  }, 90_000);

  it('protects, survives its own death, stops in order, and leaves nothing behind', async () => {
    const before = await ruleset();
    start();
    await protecting();
    expect((await attack()).end).not.toBe('enough');
    await vi.waitFor(
      () =>
        expect(plane.events()).toContainEqual(
          expect.objectContaining({ ruleID: 1, action: 'reset', sourceIP: CLIENT }),
        ),
      { timeout: 15_000 },
    );

    await end('SIGKILL');
    expect(await world.server.run('nft', 'list', 'tables')).toContain('inet mvp');
    start();
    await protecting();
    await vi.waitFor(() => expect(plane.events()).toContainEqual(expect.objectContaining({ number: 3700 })), {
      timeout: 10_000,
    });

    await end('SIGTERM');
    expect(await world.server.run('nft', 'list', 'tables')).toContain('inet mvp');
    expect((await attack()).end).toBe('enough');

    expect(await command('deactivate')).toContain('its own firewall is back as it was');
    expect(await ruleset()).toEqual(before);
    expect(plane.hosts.size).toBe(0);
    expect(await status()).toMatchObject({ activated: false });
    expect(existsSync(join(state, 'spool'))).toBe(false);
  });

  it('is deactivated while it runs, with the plane gone', async () => {
    const before = await ruleset();
    start();
    await protecting();
    await plane.goDown();
    expect(await command('deactivate')).toContain('Remove computer 1 there');
    expect(await ruleset()).toEqual(before);
    await end('SIGTERM');
    expect(readFileSync(join(world.dir, 'agent.log'), 'utf8')).toContain('not activated');
  });
});
