import { describe, expect, test } from 'vitest';
import { signForS3 } from './aws-signature.ts';

/** A worked example of the S3 API reference, "Authenticating Requests: Authorization Header". */
const credentials = {
  accessKeyID: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const now = Date.UTC(2013, 4, 24);

describe('signed requests to S3', () => {
  test('an object is read', async () => {
    const signed = await signForS3(
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        headers: { range: 'bytes=0-9' },
      },
      'us-east-1',
      credentials,
      now,
    );
    expect(signed.authorization).toContain(
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  test('a session token is sent and signed', async () => {
    const signed = await signForS3(
      { method: 'GET', url: new URL('https://b.s3.us-east-1.amazonaws.com/o') },
      'us-east-1',
      { ...credentials, sessionToken: 'token' },
      now,
    );
    expect(signed['x-amz-security-token']).toBe('token');
    expect(signed.authorization).toContain('x-amz-date;x-amz-security-token,');
  });
});
