import { startFauxqs } from 'fauxqs';
import type { Blobs } from '../../shared/ports/blob.ts';
import { type BucketAccess, createS3Blobs } from '../../shared/ports/s3-blob.ts';
import { createS3Eraser, type ErasePrefix } from '../../shared/ports/s3-erase.ts';

export interface TestBucket {
  readonly access: BucketAccess;
  readonly blobs: Blobs;
  readonly erase: ErasePrefix;
  /** Of all objects, as S3 lists them. */
  names(): Promise<string[]>;
  stop(): Promise<void>;
}

/** A bucket of its own behind S3's protocol. */
export const startBucket = async (): Promise<TestBucket> => {
  const server = await startFauxqs({ port: 0, logger: false });
  server.createBucket('blobs');
  const endpoint = `http://127.0.0.1:${server.port}`;
  const credentials = () => ({ accessKeyID: 'local', secretKey: 'local' });
  const access = { bucket: 'blobs', region: 'us-east-1', endpoint, credentials };
  return {
    access,
    blobs: createS3Blobs(access),
    erase: createS3Eraser(access),
    async names() {
      const reply = await fetch(`${endpoint}/blobs?list-type=2`);
      return [...(await reply.text()).matchAll(/<Key>([^<]+)/g)].map(([, name = '']) => name);
    },
    stop: () => server.stop(),
  };
};
