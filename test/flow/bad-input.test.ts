import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import { canonicalJson } from '../../shared/domain/policy/canonical.ts';
import { routes } from '../../shared/schema/routes/index.ts';
import type { Route } from '../../shared/schema/routes/route.ts';
import { type FieldAgent, fieldAgent, overTls } from './support/field-agent.ts';
import { eventually, newTenant } from './support/tenant-api.ts';

const dir = mkdtempSync(join(tmpdir(), 'mvp-bad-input-'));
let plane: OpenPlane;
let origin: string;
let agent: FieldAgent;
/** Another tenant's own things: whoever is not that tenant must find them missing. */
let foreign: { readonly apiKey: string; readonly ids: Readonly<Record<string, string>> };

beforeAll(async () => {
  plane = await openPlane({ dataDir: dir, port: 0, say: () => undefined, report: console.error });
  origin = new URL(plane.ready.api).origin;
  agent = fieldAgent(plane.ready, 'web-1');
  expect((await agent.activate()).status).toBe(200);
  foreign = await foreignThings();
}, 180_000);
afterAll(async () => {
  await plane.machine.stop();
  rmSync(dir, { recursive: true, force: true });
});

const foreignThings = async () => {
  const tenant = await newTenant(plane.ready, 5);
  await eventually(
    () => tenant.api('GET', `/orders/${tenant.orderID}`),
    ({ body }) => body.state === ('done' as never),
  );
  // Several of each, so that an id of theirs is not by chance one of ours too.
  let policy: unknown;
  for (let i = 0; i < 4; i++)
    policy = (await tenant.api('POST', '/policies', { name: `Theirs ${i}` })).body.ID;
  const rule = await tenant.api('POST', '/firewallrules', { name: 'Theirs' });
  let key: unknown;
  for (let i = 0; i < 4; i++)
    key = (await tenant.api('POST', '/apikeys', { keyName: `k${i}`, roleID: 2 })).body.ID;
  const ready = { ...plane.ready, tenantId: tenant.tenantId, activationToken: tenant.activationToken };
  const host = fieldAgent(ready, 'theirs-1');
  await host.activate();
  const other = fieldAgent(ready, 'theirs-2');
  await other.activate();
  return {
    apiKey: tenant.apiKey,
    ids: {
      policyID: String(policy),
      firewallRuleID: String(rule.body.ID),
      apiKeyID: String(key),
      computerID: String(other.id()),
      orderID: '99',
      intrusionPreventionRuleID: '1',
      applicationTypeID: '1',
      activationTokenID: '99',
      alertID: 'unable-to-communicate:computer-99',
      tenantID: '00000000-0000-4000-8000-000000000000',
      hash: '0'.repeat(64),
    },
  };
};

/** Every item of the table, to show that a refused request changed nothing. */
const table = async (): Promise<string[]> => {
  const { endpoints, region, parts } = plane.machine;
  const client = new DynamoDBClient({
    endpoint: endpoints.DYNAMODB,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const rows: string[] = [];
  let after: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: parts.tables[0]?.name, ...(after && { ExclusiveStartKey: after }) }),
    );
    rows.push(...(page.Items ?? []).map(canonicalJson));
    after = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (after);
  return rows.sort();
};

interface Attempt {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly path?: string;
  /** Statuses that are right; all are 4xx. */
  readonly right: readonly number[];
}

const isAgents = (route: Route): boolean => route.path.startsWith('/agent/');
const keyFor = (route: Route): string =>
  route.allow.who === 'operator' ? plane.ready.operatorKey : plane.ready.apiKey;
const fill = (route: Route, ids: Readonly<Record<string, string>>): string =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '999999');
/** Ids that nobody has. */
const nobody = { alertID: 'unable-to-communicate:computer-999999' };

const credentialAttempts = (route: Route): Attempt[] => {
  const secret = plane.ready.apiKey;
  const other = route.allow.who === 'operator' ? secret : plane.ready.operatorKey;
  return [
    { name: 'no credentials', headers: {}, right: [401] },
    { name: 'a key that is none', headers: { 'api-secret-key': 'x' }, right: [401] },
    {
      name: 'a key with a changed secret',
      headers: { 'api-secret-key': `${secret.slice(0, -4)}AAAA` },
      right: [401],
    },
    { name: 'a key of the wrong kind', headers: { 'api-secret-key': other }, right: [401, 403] },
    {
      name: 'a token that is none',
      headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
      right: [401],
    },
    { name: 'a proof that is none', headers: { authorization: 'MVP-Agent a.b.c' }, right: [401] },
  ];
};

const bodyAttempts = (route: Route): Attempt[] => {
  if (!route.body) return [];
  return [
    { name: 'malformed JSON', body: '{"name": ', right: [400] },
    { name: 'an array', body: '[]', right: [400] },
    { name: 'a string', body: '"text"', right: [400] },
    { name: 'wrong types', body: wrongTypes(route), right: [400] },
    { name: 'poisoned members', body: '{"__proto__": {"admin": true}}', right: [400] },
    { name: 'deep nesting', body: `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, right: [400] },
    { name: 'invalid UTF-8', body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), right: [400] },
    { name: 'an oversized body', body: Buffer.alloc(2_000_000, ' '), right: [413] },
    {
      name: 'an over-compressed body',
      body: gzipSync(Buffer.alloc(30_000_000, ' ')),
      headers: { 'content-encoding': 'gzip' },
      right: [413],
    },
    { name: 'a body packed by nobody', body: 'plain', headers: { 'content-encoding': 'gzip' }, right: [400] },
  ];
};

/** Every member of the schema with a value of a type that none of them has. */
const wrongTypes = (route: Route): string => {
  const shape = (route.body as unknown as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
  return JSON.stringify(Object.fromEntries(Object.keys(shape).map((member) => [member, { wrong: [1e308] }])));
};

const pathAttempts = (route: Route): Attempt[] =>
  route.path.includes('{')
    ? [
        { name: 'ids that are none', path: route.path.replace(/\{\w+\}/g, 'a%00b'), right: [400, 404] },
        { name: 'ids that do not exist', path: fill(route, nobody), right: [400, 404] },
      ]
    : [];

const send = async (route: Route, attempt: Attempt) => {
  const response = await fetch(`${origin}${attempt.path ?? fill(route, nobody)}`, {
    method: route.method,
    headers: {
      'api-version': 'v1',
      'content-type': 'application/json',
      ...(attempt.headers ?? { 'api-secret-key': keyFor(route) }),
      ...(attempt.headers?.['content-encoding'] && { 'api-secret-key': keyFor(route) }),
    },
    ...(route.method !== 'GET' && attempt.body !== undefined && { body: attempt.body as string }),
  });
  const text = await response.text();
  return {
    status: response.status,
    message: text ? (JSON.parse(text) as { message?: string }).message : undefined,
  };
};

describe('bad input, on every route of the table', () => {
  const people = routes.filter((route) => !isAgents(route));

  it('is refused with a 4xx and a message, and changes nothing', { timeout: 300_000 }, async () => {
    const before = await table();
    const wrong: string[] = [];
    let tried = 0;
    for (const route of people) {
      const attempts = [...credentialAttempts(route), ...bodyAttempts(route), ...pathAttempts(route)];
      for (const attempt of attempts) {
        const { status, message } = await send(route, attempt);
        tried++;
        if (!attempt.right.includes(status) || typeof message !== 'string' || message === '') {
          wrong.push(`${route.method} ${route.path}, ${attempt.name}: ${status} ${message}`);
        }
      }
    }
    console.log(`tried ${tried} bad requests on ${people.length} routes`);
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });

  it('finds another tenant’s things missing', { timeout: 120_000 }, async () => {
    const before = await table();
    const wrong: string[] = [];
    const shared = ['intrusionPreventionRuleID', 'applicationTypeID'];
    for (const route of people.filter((r) => /\{\w+\}/.test(r.path) && r.allow.who === 'tenant')) {
      const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      if (names.every((name) => shared.includes(name))) continue;
      const attempt = {
        name: 'foreign',
        path: fill(route, foreign.ids),
        body: validBody(route),
        right: [404],
      };
      const { status, message } = await send(route, attempt);
      if (status !== 404 || !message) wrong.push(`${route.method} ${attempt.path}: ${status} ${message}`);
    }
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });
});

/** A body that the route would take for a thing of one's own. */
const validBody = (route: Route): string => {
  if (route.id.includes('Assignments')) return '{"ruleIDs":[]}';
  return route.id === 'dismissAlert' ? '{"state":"dismissed"}' : '{}';
};

describe('bad requests at the door for agents', () => {
  const routesOfAgents = routes.filter((route) => isAgents(route) && route.allow.who === 'agent');

  it('are refused with a 4xx and a message, and change nothing', { timeout: 120_000 }, async () => {
    const before = await table();
    const wrong: string[] = [];
    for (const route of routesOfAgents) {
      const options = {
        method: route.method,
        path: fill(route, { hash: 'f'.repeat(64) }),
        ...(route.id === 'sendEvents' && { query: { id: '1767225600000-1' } }),
        ...(route.method === 'POST' && { body: 'not what it should be' }),
      };
      const stranger = fieldAgent(plane.ready, 'stranger');
      const answers = {
        'no proof': await overTls(plane.ready, options),
        'an API key instead': await overTls(plane.ready, {
          ...options,
          headers: { 'api-secret-key': plane.ready.apiKey },
        }),
        'a host that does not exist': await stranger.signed(options),
        'a stranger’s key': await stranger.signed(options, { kid: `${plane.ready.tenantId}/${agent.id()}` }),
        'an expired proof': await agent.signed(options, { iat: Date.now() - 600_000 }),
        'another body': await agent.signed(options, { bod: 'x'.repeat(43) }),
        ...(route.id !== 'deactivate' && { 'a bad body': await agent.signed(options) }),
      };
      for (const [name, { status, body }] of Object.entries(answers)) {
        if (status < 400 || status > 499 || typeof body.message !== 'string') {
          wrong.push(`${route.method} ${options.path}, ${name}: ${status} ${JSON.stringify(body)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });

  it.each([
    [
      'a foreign token',
      async () => fieldAgent(plane.ready, 'a').activate({ token: 'f'.repeat(36) }),
      'unknown-token',
    ],
    [
      'a tenant that does not exist',
      async () => fieldAgent(plane.ready, 'b').activate({ tenantID: crypto.randomUUID() }),
      'unknown-token',
    ],
    [
      'a clock 10 minutes off',
      async () => fieldAgent(plane.ready, 'c').activate({}, { iat: Date.now() - 600_000 }),
      'clock-skew',
    ],
    ['an unknown policy', async () => fieldAgent(plane.ready, 'd').activate({ policyID: 4711 }), undefined],
  ] as const)('an activation with %s is refused with that reason', async (_, attempt, reason) => {
    const { status, body } = await attempt();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.message).toEqual(expect.any(String));
    if (reason) expect(body.reason).toBe(reason);
  });
});
