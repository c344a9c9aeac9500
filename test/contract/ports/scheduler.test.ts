import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type LoopbackServer, loopbackServer } from '../../../infra/local/aws/loopback-server.ts';
import { scheduler } from '../../../infra/local/aws/scheduler.ts';
import { type OneShots, oneShots } from '../../../infra/local/schedule/one-shots.ts';
import { createScheduler } from '../../../shared/ports/scheduler.ts';

const target = 'arn:aws:sqs:us-east-1:000000000000:tasks';
const role = 'arn:aws:iam::000000000000:role/scheduler';
const access = (endpoint: string, more: object = {}) =>
  createScheduler({
    ...{ region: 'us-east-1', group: 'ours', target, role, endpoint },
    credentials: () => ({ accessKeyID: 'local', secretKey: 'local' }),
    ...more,
  });

describe('one-shot schedules on one machine', () => {
  let dir: string;
  let shots: OneShots;
  let server: LoopbackServer;
  let fired: string[];
  let broken: boolean;

  const start = async () => {
    shots = oneShots({
      file: join(dir, 'one-shots.json'),
      report: () => undefined,
      send: async (arn, input) => {
        if (broken) throw new Error('the queue is away');
        expect(arn).toBe(target);
        fired.push(input);
      },
    });
    server = await loopbackServer(scheduler({ groups: ['ours'], targets: [target], roles: [role] }, shots));
  };
  const stop = async () => {
    shots.stop();
    await server.stop();
  };
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'one-shots-'));
    fired = [];
    broken = false;
    await start();
  });
  afterEach(async () => {
    await stop();
    rmSync(dir, { recursive: true });
  });

  test('sends its message at its time, once', async () => {
    await access(server.url).at('a', Date.now() + 1000, { n: 1 });
    expect(fired).toEqual([]);
    await vi.waitFor(() => expect(fired).toEqual(['{"n":1}']), 5000);
    await stop();
    await start();
    expect(fired).toHaveLength(1);
  });

  test('is moved by setting it again, before and after it fired', async () => {
    const port = access(server.url);
    await port.at('a', Date.now() + 3_600_000, { n: 1 });
    await port.at('a', Date.now() - 1000, { n: 2 });
    await vi.waitFor(() => expect(fired).toEqual(['{"n":2}']), 5000);
    await port.at('a', Date.now() - 1000, { n: 3 });
    await vi.waitFor(() => expect(fired).toHaveLength(2), 5000);
  });

  test('is gone when it was cancelled, which may be said twice', async () => {
    const port = access(server.url);
    await port.at('a', Date.now() + 3_600_000, {});
    await port.cancel('a');
    await port.cancel('a');
    expect(shots.find('a')).toBeUndefined();
  });

  test('outlives the process, and fires late what it missed', async () => {
    broken = true;
    await access(server.url).at('a', Date.now() - 1000, { n: 1 });
    await stop();
    broken = false;
    await start();
    await vi.waitFor(() => expect(fired).toEqual(['{"n":1}']), 5000);
  });

  test('goes only where the template says', async () => {
    for (const wrong of [{ group: 'theirs' }, { target: 'arn:other' }, { role: 'arn:other' }]) {
      await expect(access(server.url, wrong).at('a', Date.now(), {})).rejects.toThrow(/refused/);
    }
    expect(shots.find('a')).toBeUndefined();
  });
});

test('a service that refuses is an error with its words, one that has a bad moment is asked again', async () => {
  const answers = [503, 200, 404, 409, 404, 200, 403];
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    request.resume();
    asked.push(`${request.method}`);
    expect(request.headers.authorization).toContain('/us-east-1/scheduler/aws4_request');
    reply.statusCode = answers.shift() ?? 500;
    reply.end('{"Message":"no"}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const port = access(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await port.at('a', 0, {});
  await port.at('a', 0, {});
  expect(asked).toEqual(['PUT', 'PUT', 'PUT', 'POST', 'PUT', 'POST']);
  await expect(port.cancel('a')).rejects.toThrow('403 {"Message":"no"}');
  server.close();
});
