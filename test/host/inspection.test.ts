import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InspectionHit, InspectionSpec, InspectionStatus } from '../../agent/src/inspect/spec.ts';
import { skipReason } from './rig/requirements.ts';
import { ATTACKS, get, JNDI, WEB } from './rig/rules.ts';
import type { Exchange } from './rig/traffic-operations.ts';
import { createWorld, SERVER, SERVER6, type World } from './rig/world.ts';

describe.skipIf(skipReason() !== null)('inline inspection of a real web server', () => {
  let world: World;

  const exchange = (parts: readonly string[], host = SERVER): Promise<Exchange> =>
    world.client.call('exchange', { host, port: WEB, parts });
  const hits = (): Promise<InspectionHit[]> => world.server.call('hits');
  const started = async (spec: InspectionSpec): Promise<void> => {
    expect(await world.server.call('inspectStart', spec)).toEqual({ ok: true, loaded: 2, refused: [] });
    const status = await world.server.call<InspectionStatus>('inspectStatus');
    expect(status).toMatchObject({ state: 'inspecting', bound: true });
  };
  /** Connections the server still holds open with the client's port. */
  const open = async (localPort: number): Promise<string> =>
    world.server.run('ss', '-Htan', 'state', 'connected', 'exclude', 'time-wait', `dport = :${localPort}`);

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB });
    await world.server.call('echoServer', { port: 7 });
  });
  afterAll(() => world.end());
  beforeEach(() => world.server.call('inspectStop'));

  it('answers ordinary requests byte for byte as without an agent', async () => {
    const requests = [get('/index.html'), get('/echo?x=1'), get('/large.bin'), get('/nothing/here')];
    const answers = async (host: string): Promise<string[]> => {
      const all: string[] = [];
      for (const request of requests) all.push(withoutDate((await exchange([request], host)).answer));
      return all;
    };
    const before = [await answers(SERVER), await answers(SERVER6)];
    await started(ATTACKS);
    expect([await answers(SERVER), await answers(SERVER6)]).toEqual(before);
    expect(before[0]?.[2]?.length).toBeGreaterThan(1_000_000);
  });

  const attack = get('/a/../etc/passwd?x');
  const ways: [string, readonly string[]][] = [
    ['whole', [attack]],
    ['split inside the pattern', [attack.slice(0, 12), attack.slice(12)]],
    ['byte by byte', [...attack]],
    ['percent-encoded', [get('/%65tc/p%61sswd')]],
    ['in a header', [get('/echo', JNDI)]],
    ['behind an ordinary request', [get('/echo').replace('close', 'keep-alive'), attack]],
  ];
  for (const host of [SERVER, SERVER6]) {
    it.each(ways)(
      `stops an attack ${host === SERVER ? 'over IPv4' : 'over IPv6'}, %s, and closes both sockets`,
      async (_, parts) => {
        await started(ATTACKS);
        const before = (await hits()).length;
        const { end, answer, localPort } = await exchange(parts, host);
        expect(end).toBe('reset');
        expect(answer).not.toContain('root:');
        await expect.poll(() => open(localPort)).toBe('');
        await expect
          .poll(async () => (await hits()).slice(before))
          .toMatchObject([
            { action: 'reset', toServer: true, interface: 'veth0', flow: { client: { port: localPort } } },
          ]);
      },
    );
  }

  it('keeps the packet that an attack came in, once in five minutes', async () => {
    await world.server.call('inspectStop');
    await started(ATTACKS);
    const before = (await hits()).length;
    for (const path of ['first', 'second']) await exchange([get(`/${path}/../etc/passwd`)]);
    await expect.poll(async () => (await hits()).length).toBe(before + 2);
    const [first, second] = (await hits()).slice(before);
    const packet = Buffer.from(first?.data ?? '', 'base64');
    expect(packet).toHaveLength(first?.packetSize ?? 0);
    expect([packet[0], packet.toString('latin1')]).toEqual([
      0x45,
      expect.stringContaining('GET /first/../etc/passwd'),
    ]);
    expect(second?.data).toBeUndefined();
  });

  it('lets attacks pass in detect mode, and reports each', async () => {
    await started({ ...ATTACKS, behaviour: 'detect' });
    const before = (await hits()).length;
    for (const [, parts] of ways) expect((await exchange(parts)).end).toBe('closed');
    const reported = async () => (await hits()).slice(before).map((hit) => hit.action);
    await expect.poll(reported).toEqual(ways.map(() => 'alert'));
  });

  it('carries megabytes in both directions through one connection', async () => {
    await started({ ...ATTACKS, tcpPorts: [{ from: 7, to: 7 }] });
    const session = await world.client.call('openSession', { host: SERVER, port: 7 });
    const bytes = 12_000_000;
    expect(await world.client.call('echoesBulk', { session, bytes, timeoutMs: 30_000 })).toBe(bytes);
    expect(await world.client.call('echoes', { session })).toBe(true);
  });

  it('keeps connections and the queue across new rules and across switching on and off', async () => {
    const session = await world.client.call('openSession', { host: SERVER, port: 7 });
    const spec: InspectionSpec = { ...ATTACKS, tcpPorts: [{ from: 7, to: WEB }] };
    await started(spec);
    expect(await world.client.call('echoes', { session })).toBe(true);
    const { pid } = await world.server.call<InspectionStatus>('inspectStatus');
    const updated = await world.server.call('inspectUpdate', {
      ...spec,
      signatures: spec.signatures.slice(0, 1),
    });
    expect(updated).toEqual({ ok: true, loaded: 1, refused: [] });
    expect(await world.server.call('inspectStatus')).toMatchObject({ pid, loaded: 1, bound: true });
    expect(await world.client.call('echoes', { session })).toBe(true);
    expect((await exchange([get('/echo', JNDI)])).end).toBe('closed');
    expect((await exchange([attack])).end).toBe('reset');
    await world.server.call('inspectStop');
    expect(await world.client.call('echoes', { session })).toBe(true);
  });

  it('disarms a signature that does not compile, alone', async () => {
    const bad = { ruleID: 9, text: 'alert http any any -> any any (content:"x"; no_such_keyword:1; sid:9;)' };
    const result = await world.server.call('inspectStart', {
      ...ATTACKS,
      signatures: [...ATTACKS.signatures, bad],
    });
    expect(result).toMatchObject({ ok: true, loaded: 2, refused: [{ ruleID: 9, sid: 9 }] });
    expect((await exchange([attack])).end).toBe('reset');
  });

  it('leaves no trace in the kernel when it stops, beside a mangle table of the host', async () => {
    const ruleset = (): Promise<string> => world.server.run('nft', '-j', 'list', 'ruleset');
    const empty = await ruleset();
    await started(ATTACKS);
    expect(await ruleset()).not.toBe(empty);
    await world.server.call('inspectStop');
    expect(await ruleset()).toBe(empty);
    await world.server.run(
      'iptables-nft',
      '-t',
      'mangle',
      '-A',
      'INPUT',
      '-p',
      'udp',
      '--dport',
      '9',
      '-j',
      'ACCEPT',
    );
    const own = await ruleset();
    await started(ATTACKS);
    await world.server.call('inspectStop');
    expect(await ruleset()).toBe(own);
  });
});

function withoutDate(answer: string): string {
  return answer.replace(/^Date: .*\r\n/m, '');
}
