import { setTimeout as pause } from 'node:timers/promises';
import { type AwsCredentials, presignForS3, signForS3 } from './aws-signature.ts';
import type { Blobs } from './blob.ts';

export interface BucketAccess {
  readonly bucket: string;
  readonly region: string;
  /** Asked for each request: Lambda's credentials are temporary. */
  readonly credentials: () => AwsCredentials;
  /** Another address than S3's own, e.g. `http://127.0.0.1:4566`; the bucket then comes first in the path. */
  readonly endpoint?: string | undefined;
}

const ATTEMPTS = 3;
const WAIT_MS = 5000;

/**
 * Blobs in an S3 bucket, by two signed requests. The S3 client would add 150 kB to a bundle whose budget is 500.
 * Throws when S3 does not answer after three attempts, or answers with anything but an object or its absence.
 */
export const createS3Blobs = (access: BucketAccess, now: () => number = Date.now): Blobs => ({
  async put(name, bytes) {
    const reply = await sendToS3(access, now, {
      method: 'PUT',
      url: urlOf(access, name),
      body: new Uint8Array(bytes),
    });
    if (!reply.ok) throw new Error(`S3 refused to store ${name}: ${reply.status} ${await codeOf(reply)}`);
    await reply.body?.cancel();
  },
  async get(name) {
    const reply = await sendToS3(access, now, { method: 'GET', url: urlOf(access, name) });
    if (reply.ok) return new Uint8Array(await reply.arrayBuffer());
    const code = await codeOf(reply);
    if (code === 'NoSuchKey') return undefined;
    throw new Error(`S3 refused to read ${name}: ${reply.status} ${code}`);
  },
});

/** Answers an address under which a blob can be fetched for a quarter of an hour, kept under `fileName`. */
export type Presign = (name: string, fileName: string) => Promise<string>;

const FETCH_SECONDS = 15 * 60;

export const createPresign =
  (access: BucketAccess, now: () => number = Date.now): Presign =>
  (name, fileName) => {
    const url = urlOf(access, name);
    url.searchParams.set('response-content-disposition', `attachment; filename="${fileName}"`);
    return presignForS3(url, access.region, access.credentials(), { now: now(), seconds: FETCH_SECONDS });
  };

/** Access by what Lambda puts into a function's environment. */
export const bucketAccess = (
  bucket: string,
  env: Readonly<Record<string, string | undefined>>,
): BucketAccess => ({
  bucket,
  region: env.AWS_REGION ?? '',
  endpoint: env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL,
  credentials: () => ({
    accessKeyID: env.AWS_ACCESS_KEY_ID ?? '',
    secretKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: env.AWS_SESSION_TOKEN,
  }),
});

export interface S3Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** Each call may be repeated: a name carries its content's hash, so writing it twice is writing it once. */
export async function sendToS3(access: BucketAccess, now: () => number, call: S3Call): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { host: _, ...headers } = await signForS3(call, access.region, access.credentials(), now());
      const reply = await fetch(call.url, {
        method: call.method,
        headers,
        body: call.body ?? null,
        redirect: 'error',
        signal: AbortSignal.timeout(WAIT_MS),
      });
      if ((reply.status < 500 && reply.status !== 429) || attempt === ATTEMPTS) return reply;
      await reply.body?.cancel();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await pause(50 * 4 ** (attempt - 1) * (0.5 + Math.random()));
  }
}

export function urlOf({ bucket, region, endpoint }: BucketAccess, name: string): URL {
  const path = name.split('/').map(encoded).join('/');
  if (endpoint) return new URL(`/${bucket}/${path}`, endpoint);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}

const encoded = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export const codeOf = async (reply: Response): Promise<string> =>
  /<Code>([A-Za-z]+)<\/Code>/.exec((await reply.text()).slice(0, 4096))?.[1] ?? 'without a reason';
