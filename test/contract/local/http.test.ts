import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TinyMachine, tinyMachine } from './support/tiny-machine.ts';

let tiny: TinyMachine;
beforeAll(async () => {
  tiny = await tinyMachine();
});
afterAll(() => tiny.stop());

const url = (path: string): string => `${tiny.machine.urls.api}${path}`;

interface Echoed {
  readonly event: Record<string, unknown> & {
    readonly headers: Record<string, string>;
    readonly requestContext: Record<string, unknown>;
    readonly body?: string;
    readonly isBase64Encoded: boolean;
  };
  readonly context: Record<string, unknown>;
}

const echo = async (path: string, init?: RequestInit): Promise<Echoed> => {
  const response = await fetch(url(path), init);
  expect(response.status).toBe(200);
  return (await response.json()) as Echoed;
};

describe('the event of a request (HTTP API, payload format 2.0)', () => {
  it('carries path, query, headers and context as API Gateway writes them', async () => {
    const { event, context } = await echo('/api/things/a%20b/c?x=1&x=2&y=a%2Cb&z=', {
      headers: { 'X-Mixed-Case': 'v', cookie: 'one=1; two=2', 'user-agent': 'tester' },
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /api/things/{proxy+}',
      rawPath: '/api/things/a b/c',
      rawQueryString: 'x=1&x=2&y=a%2Cb&z=',
      queryStringParameters: { x: '1,2', y: 'a,b', z: '' },
      pathParameters: { proxy: 'a b/c' },
      cookies: ['one=1', 'two=2'],
      isBase64Encoded: false,
      requestContext: {
        stage: '$default',
        routeKey: 'ANY /api/things/{proxy+}',
        http: {
          method: 'GET',
          path: '/api/things/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'tester',
        },
      },
    });
    expect(event.headers).toMatchObject({
      'x-mixed-case': 'v',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(context).toMatchObject({ functionName: expect.stringContaining('Echo'), memoryLimitInMB: '128' });
    expect(context.left).toBeGreaterThan(0);
    expect(context.left).toBeLessThanOrEqual(1_000);
  });

  it.each([
    ['application/json; charset=utf-8', false],
    ['application/problem+json', false],
    ['text/plain', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    ['application/zstd', true],
  ])('hands on a body of type %s, in base64: %s', async (type, base64) => {
    const { event } = await echo('/api/things', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"é":1}',
    });
    expect(event.isBase64Encoded).toBe(base64);
    expect(Buffer.from(event.body ?? '', base64 ? 'base64' : 'utf8').toString('utf8')).toBe('{"é":1}');
  });

  it('keeps compressed and binary bodies byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { event } = await echo('/api/things', { method: 'PUT', headers, body: bytes });
    expect(event.isBase64Encoded).toBe(true);
    expect(Buffer.from(event.body ?? '', 'base64').equals(bytes)).toBe(true);
  });

  it('comes over TLS too, for who trusts the machine’s authority', async () => {
    const ca = readFileSync(tiny.machine.ca);
    const answer = await new Promise<string>((resolve, reject) => {
      get(`${tiny.machine.urls.agents}/api/things`, { ca }, (response) => {
        text(response).then(resolve, reject);
      }).on('error', reject);
    });
    expect((JSON.parse(answer) as Echoed).event.headers['x-forwarded-proto']).toBe('https');
  });
});

describe('what the caller gets', () => {
  const answer = async (path: string, init?: RequestInit) => {
    const response = await fetch(url(path), init);
    return { status: response.status, body: await response.text(), headers: response.headers };
  };

  it('is the function’s bytes, headers and cookies', async () => {
    const response = await fetch(url('/api/things/bytes'));
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/x-test');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 255, 128]));
    expect(await answer('/api/things/plain')).toMatchObject({ status: 200, body: '{"bare":true}' });
  });

  it.each([
    ['/api/things/throw', 500, 'Internal Server Error'],
    ['/api/things/bad', 500, 'Internal Server Error'],
    ['/api/things/large', 500, 'Internal Server Error'],
    ['/api/things/exit', 500, 'Internal Server Error'],
    ['/api/things/full', 500, 'Internal Server Error'],
    ['/api/things/slow', 503, 'Service Unavailable'],
    ['/api/other', 404, 'Not Found'],
    ['/api/thingsmore', 404, 'Not Found'],
    ['/api/posted/1', 404, 'Not Found'],
    ['/api/things/%zz', 400, 'Bad Request'],
  ])('%s: %d %s, and nothing of what went on inside', async (path, status, message) => {
    expect(await answer(path)).toMatchObject({ status, body: JSON.stringify({ message }) });
    // The function is there again for the next caller.
    expect((await answer('/api/things')).status).toBe(200);
  });

  it('matches a named method and a path parameter', async () => {
    const { event } = await echo('/api/posted/7', { method: 'POST' });
    expect(event).toMatchObject({ routeKey: 'POST /api/posted/{thingID}', pathParameters: { thingID: '7' } });
  });

  it.each([
    ['past Lambda’s limit once in base64', 5 * 1024 * 1024],
    ['past API Gateway’s limit', 11 * 1024 * 1024],
  ])('refuses a body %s with 413', async (_name, size) => {
    const body = Buffer.alloc(size);
    const headers = { 'content-type': 'application/octet-stream' };
    const { status, body: message } = await answer('/api/things', { method: 'POST', headers, body });
    expect([status, message]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });
});

describe('a function’s surroundings', () => {
  it('are the template’s variables and local services, nothing of the machine’s own', async () => {
    const environment = (await (await fetch(url('/api/things/environment'))).json()) as Record<
      string,
      string
    >;
    expect(environment).toMatchObject({
      TABLE: 'data-Table',
      AWS_REGION: 'eu-test-1',
      AWS_ENDPOINT_URL_DYNAMODB: tiny.machine.endpoints.DYNAMODB,
      AWS_ENDPOINT_URL_SQS: tiny.machine.endpoints.SQS,
      AWS_ENDPOINT_URL_KMS: tiny.machine.endpoints.KMS,
      // In the cloud it is another issuer; variables the template does not have are not added.
      OIDC_ISSUER: tiny.machine.urls.issuer,
    });
    expect(environment).not.toHaveProperty('OIDC_JWKS');
    expect(environment).not.toHaveProperty('PATH');
  });

  it('answers many callers at once', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, (_, i) => echo(`/api/things/${i}`)));
    expect(all.map(({ event }) => event.rawPath)).toEqual(all.map((_, i) => `/api/things/${i}`));
  });

  it('fires a rule with the event of EventBridge', async () => {
    expect(await tiny.machine.fireSchedule('Rule')).toEqual([{ ok: true, value: 'beat' }]);
    expect(tiny.noted('beat')).toMatchObject([
      { source: 'aws.events', 'detail-type': 'Scheduled Event', region: 'eu-test-1', detail: {} },
    ]);
  });
});
