import { describe, expect, test } from 'vitest';
import { signForS3 } from './aws-signature.ts';

/** The worked examples of the S3 API reference, "Authenticating Requests: Authorization Header". */
const credentials = {
  accessKeyID: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const now = Date.UTC(2013, 4, 24);

describe('signed requests to S3', () => {
  test('an object is read', () => {
    const signed = signForS3(
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        headers: { range: 'bytes=0-9' },
      },
      'us-east-1',
      credentials,
      now,
    );
    expect(signed.authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  test('an object is written', () => {
    const signed = signForS3(
      {
        method: 'PUT',
        url: new URL('https://examplebucket.s3.amazonaws.com/test%24file.text'),
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        body: Buffer.from('Welcome to Amazon S3.'),
      },
      'us-east-1',
      credentials,
      now,
    );
    expect(signed.authorization).toContain(
      'Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
  });

  test('a session token is sent and signed', () => {
    const signed = signForS3(
      { method: 'GET', url: new URL('https://b.s3.us-east-1.amazonaws.com/o') },
      'us-east-1',
      { ...credentials, sessionToken: 'token' },
      now,
    );
    expect(signed['x-amz-security-token']).toBe('token');
    expect(signed.authorization).toContain('x-amz-date;x-amz-security-token,');
  });
});
