import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BucketAccess, createS3Blobs } from '../../../shared/ports/s3-blob.ts';

const access = (endpoint: string, bucket = 'blobs'): BucketAccess => ({
  bucket,
  region: 'us-east-1',
  endpoint,
  credentials: () => ({ accessKeyID: 'local', secretKey: 'local' }),
});

describe('blobs in a bucket', () => {
  let store: Awaited<ReturnType<typeof startFauxqs>>;
  let endpoint: string;

  beforeAll(async () => {
    store = await startFauxqs({ port: 0, logger: false });
    endpoint = `http://127.0.0.1:${store.port}`;
    store.createBucket('blobs');
  });
  afterAll(() => store.stop());

  test('what was put is got, byte for byte, under names of any kind', async () => {
    const blobs = createS3Blobs(access(endpoint));
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256);
    for (const name of ['tenant/content/0f.json.zst', "tenant/a b+c(1)'!*?&=#%/日本"]) {
      await blobs.put(name, bytes);
      expect(await blobs.get(name)).toEqual(bytes);
    }
  });

  test('the same name twice is written again without harm', async () => {
    const blobs = createS3Blobs(access(endpoint));
    await blobs.put('twice', Uint8Array.of(1));
    await blobs.put('twice', Uint8Array.of(1));
    expect(await blobs.get('twice')).toEqual(Uint8Array.of(1));
  });

  test('an object that is not there is an answer, a bucket that is not there an error', async () => {
    expect(await createS3Blobs(access(endpoint)).get('nothing')).toBeUndefined();
    await expect(createS3Blobs(access(endpoint, 'elsewhere')).get('nothing')).rejects.toThrow('NoSuchBucket');
  });
});

describe('a bucket that has a bad moment', () => {
  let server: Server;
  let endpoint: string;
  let answers: number[] = [];
  let asked = 0;

  beforeAll(async () => {
    server = createServer((request, reply) => {
      request.resume();
      asked++;
      reply.statusCode = answers.shift() ?? 200;
      reply.end(reply.statusCode === 200 ? 'here' : '<Error><Code>SlowDown</Code></Error>');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const get = (...statuses: number[]) => {
    answers = statuses;
    asked = 0;
    return createS3Blobs(access(endpoint)).get('name');
  };

  test('is asked again, three times at most', async () => {
    expect(Buffer.from((await get(503, 500)) ?? [])).toEqual(Buffer.from('here'));
    expect(asked).toBe(3);
    await expect(get(503, 503, 503, 200)).rejects.toThrow('503 SlowDown');
    expect(asked).toBe(3);
  });

  test('is believed when it refuses', async () => {
    await expect(get(403)).rejects.toThrow('403');
    expect(asked).toBe(1);
  });
});
