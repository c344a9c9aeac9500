import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import type { OpenApiDocument } from '../../shared/schema/openapi/document.ts';
import { routes } from '../../shared/schema/routes/index.ts';
import type { Route } from '../../shared/schema/routes/route.ts';
import {
  type BadRequest,
  badBodies,
  badPaths,
  type Endpoint,
  oneWrongMember,
  validBody,
} from './support/bad-requests.ts';
import { type FieldAgent, fieldAgent, overTls } from './support/field-agent.ts';
import { type ForeignThings, foreignThings, sharedIds } from './support/foreign-things.ts';
import { asksAnything, fill, goodRequests, nobodysPath, opens } from './support/good-request.ts';
import { type JsonSchema, validator } from './support/json-schema.ts';
import { tableRows } from './support/table-rows.ts';
import { eventually } from './support/tenant-api.ts';

const dir = mkdtempSync(join(tmpdir(), 'mvp-bad-input-'));
let plane: OpenPlane;
let origin: string;
let agent: FieldAgent;
/** Another tenant's own things: whoever is not that tenant must find them missing. */
let foreign: ForeignThings;
let endpoints: readonly Endpoint[];

beforeAll(async () => {
  plane = await openPlane({ dataDir: dir, port: 0, say: () => undefined, report: console.error });
  origin = new URL(plane.ready.api).origin;
  agent = fieldAgent(plane.ready, 'web-1');
  expect((await agent.activate()).status).toBe(200);
  foreign = await foreignThings(plane.ready);
  endpoints = await describedEndpoints();
  await settled();
}, 180_000);
afterAll(async () => {
  await plane.machine.stop();
  rmSync(dir, { recursive: true, force: true });
});

const table = (): Promise<string[]> => tableRows(plane);

/** What follows from the preparations by the stream has been done when nothing waits and nothing moves any more. */
const settled = (): Promise<unknown> => {
  let last: readonly string[] = [];
  return eventually(
    async () => {
      const [before, now] = [last, await table()];
      last = now;
      return { before, now };
    },
    ({ before, now }) =>
      before.join() === now.join() && !now.some((row) => row.includes('"computer-change"')),
  );
};

/** What the plane says of itself, agents' routes apart. */
const describedEndpoints = async (): Promise<Endpoint[]> => {
  const response = await fetch(`${origin}/openapi.json`);
  expect(response.status).toBe(200);
  const document = (await response.json()) as OpenApiDocument;
  return Object.entries(document.paths)
    .filter(([path]) => !path.startsWith('/agent/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
      })),
    )
    .filter(({ operation }) => operation.security.length > 0);
};

/** Where the operator's key alone is right; elsewhere the tests come with a tenant's. */
const isOperators = (endpoint: Endpoint): boolean => !opens(endpoint, 'tenant');

const send = async (endpoint: Endpoint, request: BadRequest, key?: string) => {
  const secret = key ?? (isOperators(endpoint) ? plane.ready.operatorKey : plane.ready.apiKey);
  const path = request.path ?? nobodysPath(endpoint);
  const response = await fetch(`${origin}${path}${request.query ?? ''}`, {
    method: endpoint.method,
    headers: {
      'api-version': 'v1',
      'content-type': 'application/json',
      'api-secret-key': secret,
      ...request.headers,
    },
    ...(endpoint.method !== 'GET' && request.body !== undefined && { body: request.body as string }),
  });
  const text = await response.text();
  const body = (text ? JSON.parse(text) : {}) as { readonly message?: string };
  return { status: response.status, message: body.message, body };
};

/** What is wrong about an answer to a bad request; undefined when it is refused as it should be. */
const fault = async (endpoint: Endpoint, request: BadRequest): Promise<string | undefined> => {
  const { status, message } = await send(endpoint, request);
  const refused = status >= 400 && status < 500 && status !== 401 && status !== 429 && message;
  if (refused && message.includes(request.names ?? '')) return undefined;
  return `${endpoint.method} ${request.path ?? endpoint.path}, ${request.name}: ${status} ${message} (${String(request.body ?? '').slice(0, 200)})`;
};

describe('bad input, on every route of the OpenAPI document', () => {
  it('is refused with a 4xx that names the member, and changes nothing', { timeout: 300_000 }, async () => {
    const before = await table();
    const wrong: string[] = [];
    let tried = 0;
    const attempt = async (endpoint: Endpoint, request: BadRequest): Promise<boolean> => {
      tried++;
      const found = await fault(endpoint, request);
      if (found) wrong.push(found);
      return found === undefined;
    };
    for (const endpoint of endpoints) {
      for (const request of [...badBodies(endpoint), ...badPaths(endpoint)]) await attempt(endpoint, request);
      const arbitrary = oneWrongMember(endpoint);
      if (!arbitrary) continue;
      await fc.check(
        fc.asyncProperty(arbitrary, (request) => attempt(endpoint, request)),
        { numRuns: 12, endOnFailure: true },
      );
    }
    console.log(`tried ${tried} bad requests on ${endpoints.length} routes`);
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });

  it('is refused when nothing of it but the id is wrong', async () => {
    const before = await table();
    const wrong: string[] = [];
    for (const endpoint of endpoints.filter((each) => each.path.includes('{') && !asksAnything(each))) {
      const body = validBody(endpoint);
      const found = await fault(endpoint, {
        name: 'ids that do not exist',
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (found) wrong.push(found);
    }
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });

  it('without credentials that are right, is a 401 or 403', { timeout: 120_000 }, async () => {
    const before = await table();
    const wrong: string[] = [];
    for (const endpoint of endpoints) {
      const attempts: [string, Record<string, string>, number[]][] = [
        ['no credentials', {}, [401]],
        ['a key that is none', { 'api-secret-key': 'x' }, [401]],
        ['a token that is none', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }, [401]],
        ['a proof that is none', { authorization: 'MVP-Agent a.b.c' }, [401]],
      ];
      for (const [who, key] of [
        ['tenant', plane.ready.apiKey],
        ['operator', plane.ready.operatorKey],
      ] as const) {
        if (!opens(endpoint, who))
          attempts.push([`the key of the ${who}`, { 'api-secret-key': key }, [401, 403]]);
      }
      for (const [name, headers, right] of attempts) {
        const response = await fetch(`${origin}${nobodysPath(endpoint)}`, {
          method: endpoint.method,
          headers: { 'api-version': 'v1', ...headers },
        });
        const { message } = (await response.json()) as { message?: string };
        if (!right.includes(response.status) || !message) {
          wrong.push(`${endpoint.method} ${endpoint.path}, ${name}: ${response.status} ${message}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });

  it('finds another tenant’s things missing', { timeout: 120_000 }, async () => {
    const before = await table();
    const wrong: string[] = [];
    let tried = 0;
    for (const endpoint of endpoints.filter((each) => !isOperators(each))) {
      const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      if (names.every((name) => (sharedIds as readonly string[]).includes(name))) continue;
      tried++;
      // Each tenant has one order, the first: another tenant's has the same number.
      const path = fill(endpoint.path, { ...foreign.ids, orderID: '99' });
      const body = validBody(endpoint);
      const { status, message } = await send(endpoint, {
        name: 'foreign',
        path,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (status !== 404 || !message) wrong.push(`${endpoint.method} ${path}: ${status} ${message}`);
    }
    console.log(`asked ${tried} routes for another tenant's things`);
    expect(wrong).toEqual([]);
    expect(await table()).toEqual(before);
  });
});

describe('good requests', () => {
  it('are answered as the OpenAPI document says', { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    let tried = 0;
    const good = goodRequests(plane.ready.agentUrl);
    for (const endpoint of endpoints.filter((each) => each.method === 'GET' && !isOperators(each))) {
      if (endpoint.path in good && !good[endpoint.path]) continue;
      const { ids, query = '' } = good[endpoint.path] ?? {};
      const path = fill(endpoint.path, { ...foreign.ids, ...ids });
      tried++;
      const { status, body } = await send(endpoint, { name: 'good', path, query }, foreign.apiKey);
      const content = endpoint.operation.responses[200]?.content as
        | Readonly<Record<string, { readonly schema: JsonSchema }>>
        | undefined;
      const schema = content?.['application/json']?.schema ?? {};
      if (status !== 200 || !validator(schema)(body)) {
        wrong.push(`GET ${path}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
      }
    }
    console.log(`checked the answers of ${tried} routes`);
    expect(wrong).toEqual([]);
  });
});

const isAgents = (route: Route): boolean => route.path.startsWith('/agent/');

describe('bad requests at the door for agents', () => {
  const routesOfAgents = routes.filter((route) => isAgents(route) && route.allow.who === 'agent');

  it('are refused with a 4xx and a message, and change nothing', { timeout: 120_000 }, async () => {
    // A host's clock that is out of step is told to the tenant, once an hour: done before anything is compared.
    await agent.signed({ method: 'POST', path: '/agent/v1/beat', body: '{}' }, { iat: Date.now() - 600_000 });
    await eventually(table, (rows) => rows.some((row) => row.includes('"clock-out-of-step"')));
    await settled();
    const before = await table();
    const wrong: string[] = [];
    for (const route of routesOfAgents) {
      const options = {
        method: route.method,
        path: fill(route.path, { hash: 'f'.repeat(64) }),
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
