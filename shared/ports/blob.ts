import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Things too large for the table: compiled contents, catalogues, exports. Named by tenant first. */
export interface Blobs {
  /** Writing the same content under the same name again is harmless: names carry the content's hash. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
}

export const createS3Blobs = (s3: S3Client, bucket: string): Blobs => ({
  async put(name, bytes) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes }));
  },
  async get(name) {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});

/** Where a tenant's compiled content lies. */
export const contentName = (tenant: string, hash: string): string => `${tenant}/content/${hash}.json.zst`;
