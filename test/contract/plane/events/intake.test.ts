import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendEvents } from '../../../../functions/agent-link/send-events.ts';
import { api } from '../../../../shared/http/api.ts';
import {
  type BatchReply,
  MAX_BATCH_BYTES,
  MAX_BATCH_UNPACKED,
} from '../../../../shared/schema/agent/events.ts';
import { openContent } from '../../../../shared/table/batch-content.ts';
import { batchItem } from '../../../../shared/table/entities/event/batch.ts';
import { hourOf, keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { batchIDAt, firewallEvent, ipsEvent, sealed } from '../../../support/host-events.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const T = '11111111-2222-4333-8444-555555555555';
const path = '/agent/v1/events';
const identity = createIdentity();
const agent = identity.as(T, 12);

let table: TestTable;
let handler: ReturnType<typeof api>;
const now = Date.now();
beforeAll(async () => {
  table = await startTable();
  await seedComputer(table.store, T, 12, identity);
  const deps = { store: table.store, logger: quietLogger(), now: Date.now };
  handler = api(deps, [sendEvents(deps)]);
});
afterAll(() => table.stop());

const post = (id: string, body: unknown, bends = {}) =>
  agent.send<BatchReply & { message: string; reason?: string; field?: string }>(
    handler,
    { method: 'POST', path, query: { id }, body },
    bends,
  );
const stored = (id: string) =>
  table.store.get(keys.batch(T, hourOf(Number(id.slice(0, 13))), 12, id), batchItem);

let n = 0;
const freshID = () => batchIDAt(now, ++n);

describe('intake', () => {
  it('stores a batch as one item with its summary, for 28 days from receipt', async () => {
    const id = freshID();
    const events = [ipsEvent({ at: now - 5000, repeatCount: 3 }), firewallEvent({ at: now - 60_000 })];
    const answer = await post(id, sealed(id, events));
    expect(answer).toMatchObject({
      status: 200,
      body: { id, accepted: 2, duplicate: false, refused: [] },
    });
    const item = await stored(id);
    expect(item).toMatchObject({
      tenant: T,
      computerID: 12,
      batchID: id,
      summary: {
        from: now - 60_000,
        to: now - 5000,
        count: 2,
        blocked: 4,
        kinds: ['intrusion-prevention', 'firewall'],
        ruleIDs: [1_000_001],
        reasons: [123],
      },
    });
    expect(item && JSON.parse(openContent(item).toString())).toEqual({ id, events });
    expect(item?.expiresAt).toBe(Math.ceil(((item?.received ?? 0) + 28 * 86_400_000) / 1000));
  });

  it('answers a retry without storing it again', async () => {
    const id = freshID();
    const body = sealed(id, [ipsEvent({ at: now })]);
    await post(id, body);
    const before = await table.dump();
    expect(await post(id, body)).toMatchObject({ status: 200, body: { accepted: 1, duplicate: true } });
    expect(await table.dump()).toEqual(before);
  });

  it('stores a batch once that many requests bring at the same time', async () => {
    const id = freshID();
    const body = sealed(id, [ipsEvent({ at: now })]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(id, body)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(200));
    expect(answers.filter((answer) => !answer.body.duplicate)).toHaveLength(1);
  });

  it('keeps the good events of a batch and names the bad ones by their place', async () => {
    const id = freshID();
    const events = [
      ipsEvent({ at: now, ruleID: 1 }),
      { ...ipsEvent({ at: now }), severity: 'terrible' },
      { kind: 'unheard-of' },
      null,
      firewallEvent({ at: now }),
      ipsEvent({ at: now, repeatCount: Number.MAX_SAFE_INTEGER }),
      ipsEvent({ at: now, ruleID: 0 }),
      ipsEvent({ at: now, ruleID: Number.MAX_SAFE_INTEGER }),
      ipsEvent({ at: -1 }),
      ipsEvent({ at: now, endAt: Number.MAX_SAFE_INTEGER }),
    ];
    const { status, body } = await post(id, sealed(id, events));
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, duplicate: false });
    expect(body.refused.map((refusal) => refusal.index)).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
    expect(body.refused[0]?.message).toContain('severity');
    const item = await stored(id);
    expect(item && JSON.parse(openContent(item).toString()).events).toEqual([events[0], events[4]]);
    expect(await post(id, sealed(id, events))).toMatchObject({ status: 200, body: { duplicate: true } });
  });

  it('adds up the highest repeat counts of a whole batch', async () => {
    const id = freshID();
    const events = Array.from({ length: 5000 }, () => ipsEvent({ at: now, repeatCount: 1_000_000_000_000 }));
    expect(await post(id, sealed(id, events))).toMatchObject({ status: 200, body: { refused: [] } });
    expect((await stored(id))?.summary.blocked).toBe(5_000_000_000_000_000);
  });

  it.each([
    ['of a clock that was a year ahead', 365 * 86_400_000],
    ['of a clock that began in 1970', -now],
  ])('keeps events %s', async (_, offset) => {
    const id = batchIDAt(now + offset, ++n);
    expect(await post(id, sealed(id, [ipsEvent({ at: now + offset })]))).toMatchObject({
      status: 200,
      body: { accepted: 1 },
    });
    expect(await stored(id)).toBeDefined();
  });

  it('takes the largest batch that may be sent', async () => {
    const id = freshID();
    const noise = () => Buffer.from(crypto.getRandomValues(new Uint8Array(280))).toString('base64');
    const events = Array.from({ length: 1050 }, () => ({
      kind: 'agent',
      at: now,
      number: 1,
      severity: 'info',
      title: 'x',
      description: noise(),
    }));
    const body = sealed(id, events);
    expect(body.length).toBeGreaterThan(MAX_BATCH_BYTES * 0.8);
    expect(body.length).toBeLessThanOrEqual(MAX_BATCH_BYTES);
    expect(await post(id, body)).toMatchObject({ status: 200, body: { accepted: 1050 } });
    expect(await post(id, sealed(id, [...events, 'bad']))).toMatchObject({
      status: 200,
      body: { duplicate: true, refused: [{ index: 1050 }] },
    });
  });
});

describe('what is refused and changes nothing', () => {
  const one = [ipsEvent({ at: now })];
  const good = batchIDAt(now, 900_001);
  const nested = Buffer.from(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  const bomb = zstdCompressSync(Buffer.alloc(MAX_BATCH_UNPACKED * 50));
  const incompressible = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)));
  const cases: [string, number, string, string, unknown][] = [
    ['no id', 400, 'id', '', sealed(good, one)],
    ['an id of another shape', 400, 'id', '12', sealed(good, one)],
    ['an id that reaches for another key', 400, 'id', `${good}#x`, sealed(good, one)],
    ['an id that is not the batch’s', 400, 'id', batchIDAt(now, 900_002), sealed(good, one)],
    ['an empty body', 400, 'body', good, undefined],
    ['a body that is not packed', 400, 'zstd', good, JSON.stringify({ id: good, events: one })],
    ['a body that is cut off', 400, 'zstd', good, sealed(good, one).subarray(0, 40)],
    ['packed bytes that are not JSON', 400, 'JSON', good, zstdCompressSync(Buffer.from('{"id":'))],
    ['packed bytes that are not text', 400, 'UTF-8', good, zstdCompressSync(incompressible)],
    ['JSON that is not a batch', 400, 'id', good, zstdCompressSync(Buffer.from('[1]'))],
    [
      'events of the wrong type',
      400,
      'events',
      good,
      zstdCompressSync(Buffer.from(`{"id":"${good}","events":7}`)),
    ],
    ['no event', 400, 'events', good, sealed(good, [])],
    ['no event that is one', 400, 'events', good, sealed(good, [{}, 3])],
    ['too many events', 400, 'events', good, sealed(good, Array(5001).fill(one[0]))],
    ['deep nesting', 400, 'nested', good, zstdCompressSync(nested)],
    ['a bomb', 413, String(MAX_BATCH_UNPACKED), good, bomb],
    ['a body beyond the limit', 413, String(MAX_BATCH_BYTES), good, Buffer.alloc(MAX_BATCH_BYTES + 1)],
  ];

  it.each(cases)('%s: %i, naming %s', async (_, status, named, id, body) => {
    const before = await table.dump();
    const answer = await post(id, body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(named);
    expect(await table.dump()).toEqual(before);
  });

  it('another batch under an id that is taken', async () => {
    const id = freshID();
    await post(id, sealed(id, one));
    const before = await table.dump();
    const answer = await post(id, sealed(id, [...one, ...one]));
    expect(answer).toMatchObject({ status: 409, body: { reason: 'batch-differs', field: 'id' } });
    expect(await table.dump()).toEqual(before);
  });

  it('the very same request again, in the process that saw it and in another one', async () => {
    const id = freshID();
    const body = sealed(id, one);
    const request = { method: 'POST', path, query: { id }, body };
    const headers = { authorization: agent.proof(request, { jti: 'n'.repeat(22) }) };
    expect(await call(handler, { ...request, headers })).toMatchObject({ status: 200 });
    const before = await table.dump();
    const replay = { status: 401, body: { reason: 'replayed' } };
    expect(await call(handler, { ...request, headers })).toMatchObject(replay);
    const { run } = sendEvents({ store: table.store });
    const elsewhere = {
      caller: { who: 'agent', tenantID: T, computerID: 12, proof: { jti: 'n'.repeat(22) } },
      query: { id },
      bytes: body,
      now: Date.now() + 1,
    };
    expect(await run(elsewhere as never)).toMatchObject({ ok: false, reason: 'replayed' });
    expect(await table.dump()).toEqual(before);
  });

  it('requests without, with a foreign or with a spent proof', async () => {
    const id = batchIDAt(now, 900_004);
    const request = { method: 'POST', path, query: { id }, body: sealed(id, one) };
    const before = await table.dump();
    const proof = (bends = {}) => ({ authorization: agent.proof(request, bends) });
    const refusals = await Promise.all([
      call(handler, request),
      call(handler, { ...request, headers: { authorization: 'MVP-Agent x.y.z' } }),
      call(handler, { ...request, headers: proof(), query: { id: batchIDAt(now, 900_005) } }),
      call(handler, { ...request, headers: proof(), body: sealed(id, [...one, ...one]) }),
      call(handler, { ...request, headers: proof({ iat: now - 600_000 }) }),
      createIdentity().as(T, 12).send(handler, request),
      identity.as(T, 13).send(handler, request),
      identity.as('99999999-2222-4333-8444-555555555555', 12).send(handler, request),
    ]);
    expect(refusals.map((answer) => answer.status)).toEqual(Array(8).fill(401));
    // That the host's clock is out of step is told once an hour (AGT-2); nothing else changes.
    const after = Object.entries(await table.dump());
    expect(Object.fromEntries(after.filter(([key]) => key in before))).toEqual(before);
    const told = after.filter(([key]) => !(key in before)).map(([key]) => key);
    expect(told).toEqual([
      expect.stringContaining('#once computer-12-clock-skew'),
      expect.stringContaining('#computer-12-clock-skew'),
    ]);
  });
});
