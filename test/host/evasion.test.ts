import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectionStatus } from '../../agent/src/inspect/spec.ts';
import type { Forged, ForgedEnd } from './rig/forged-operations.ts';
import { skipReason } from './rig/requirements.ts';
import { ATTACKS, get, WEB } from './rig/rules.ts';
import { CLIENT, CLIENT6, createWorld, SERVER, SERVER6, type World } from './rig/world.ts';

describe.skipIf(skipReason() !== null)('a client that holds its connection by hand', () => {
  let world: World;
  /** Below the server's. */
  let port = 2000;

  const forged = (options: Partial<Forged>, version: 4 | 6 = 4): Promise<ForgedEnd> => {
    port += 1;
    return world.client.call('forged', {
      from: version === 4 ? CLIENT : CLIENT6,
      to: version === 4 ? SERVER : SERVER6,
      fromPort: port,
      toPort: WEB,
      data: get('/echo?/etc/passwd'),
      ...options,
    });
  };

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB });
    // Its kernel knows nothing of the connection and would reset it.
    await world.client.run(
      'nft',
      'add table inet silence; add chain inet silence out { type filter hook output priority 0; }; ' +
        `add rule inet silence out tcp dport ${WEB} tcp flags == rst drop`,
    );
    expect(await world.server.call('inspectStart', ATTACKS)).toMatchObject({ ok: true });
    expect(await world.server.call<InspectionStatus>('inspectStatus')).toMatchObject({ bound: true });
  });
  afterAll(() => world.end());

  const ways: [string, 4 | 6, Partial<Forged>][] = [
    ['nothing special', 4, {}],
    ['IPv6', 6, {}],
    ['a stray segment first, from a port below the server’s', 4, { stray: true }],
    ['IPv6 fragments', 6, { fragments: 48 }],
    ['three extension headers', 6, { extensions: 3 }],
    ['twenty extension headers', 6, { extensions: 20 }],
    [
      'the ports and numbers of a connection before, and a second SYN',
      4,
      { before: get(`/echo?${'a'.repeat(400)}`).replace('close', 'keep-alive'), decoy: true },
    ],
  ];

  it.each(ways)('is answered with %s', async (_, version, options) => {
    const { end, answer } = await forged({ ...options, data: get('/echo?harmless') }, version);
    expect([end, answer]).toEqual(['answered', expect.stringContaining('you asked for /echo?harmless')]);
  });

  it.each(ways)('cannot attack with %s', async (_, version, options) => {
    expect(await forged(options, version)).toMatchObject({ end: 'reset', answer: '' });
  });

  it.each([
    ['with the byte', false],
    ['ahead of the byte', true],
  ])('cannot have a byte left out by marking it urgent %s', async (_, early) => {
    const data = get('/echo?/etc/passwd');
    const { answer } = await forged({ data, urgent: { at: data.indexOf('swd'), byte: 'Q', early } });
    expect(answer).toContain('you asked for /echo?/etc/pasQswd');
  });
});
