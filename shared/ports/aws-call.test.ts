import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { awsAccess, awsJson } from './aws-call.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Answers in turn, the last again and again; 0 hangs up. */
const service = async (...answers: readonly (readonly [number, string])[]) => {
  const asked: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [status, text] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, ''];
    asked.push({ headers: request.headers, body });
    if (status === 0) response.destroy();
    else response.writeHead(status).end(text);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_KMS: url,
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_SESSION_TOKEN: 'token',
  };
  return { asked, kms: awsJson(awsAccess('KMS', env), 'TrentService', '1.1') };
};

test('an operation is named, signed for its service and answered', async () => {
  const { asked, kms } = await service([200, '{"Plaintext":"aGk="}']);
  expect(await kms('Decrypt', { KeyId: 'k' })).toEqual({ Plaintext: 'aGk=' });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.body).toBe('{"KeyId":"k"}');
  expect(asked[0]?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.Decrypt',
    'x-amz-security-token': 'token',
    authorization: expect.stringMatching(/Credential=id\/\d{8}\/us-east-1\/kms\/aws4_request/),
  });
});

test.each([
  ['a fault of the service', [500, '']],
  ['too many requests', [429, '']],
  ['throttling', [400, '{"__type":"ThrottlingException"}']],
  ['a connection that breaks', [0, '']],
] as const)('%s passes by itself', async (_what, failure) => {
  const { asked, kms } = await service(failure, failure, [200, '']);
  expect(await kms('Sign', {})).toEqual({});
  expect(asked).toHaveLength(3);
});

test('a service that stays away is asked four times', async () => {
  const { asked, kms } = await service([503, '{"__type":"com.amazonaws.kms#KMSInternalException"}']);
  await expect(kms('Sign', {})).rejects.toMatchObject({ name: 'KMSInternalException', status: 503 });
  expect(asked).toHaveLength(4);
});

test.each([
  ['{"__type":"InvalidCiphertextException"}', 'InvalidCiphertextException', 'answered 400'],
  ['{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}', 'QueueDoesNotExist', 'gone'],
  ['{"__type":"AccessDeniedException","Message":"no"}', 'AccessDeniedException', 'no'],
  ['<html>', 'UnknownError', 'answered 400'],
])('a refusal is thrown at once by its name: %s', async (text, name, message) => {
  const { asked, kms } = await service([400, text]);
  await expect(kms('Sign', {})).rejects.toMatchObject({ name, message, status: 400 });
  expect(asked).toHaveLength(1);
});

test.each([
  ['KMS', 'us-east-1', 'https://kms.us-east-1.amazonaws.com'],
  ['SES', 'ap-northeast-1', 'https://email.ap-northeast-1.amazonaws.com'],
  ['SQS', 'cn-north-1', 'https://sqs.cn-north-1.amazonaws.com.cn'],
] as const)('%s of %s answers at its own address', (name, region, endpoint) => {
  expect(awsAccess(name, { AWS_REGION: region }).endpoint).toBe(endpoint);
});
