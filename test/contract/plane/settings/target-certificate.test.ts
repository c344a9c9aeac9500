import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { makeCertificate } from '../../../support/tls.ts';

let table: TestTable;
let handler: HttpHandler;
let tenant: TestTenant;
let server: Server;
let made: Awaited<ReturnType<typeof makeCertificate>>;
let received = 0;
let target: string;
beforeAll(async () => {
  table = await startTable();
  handler = collectionsFunction(table.store);
  tenant = await commerce(table.store).tenant();
  made = await makeCertificate();
  server = createServer({ key: made.key, cert: made.cert }, (socket) =>
    socket
      .on('error', () => {})
      .on('data', ({ length }) => {
        received += length;
      }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await table.stop();
});

interface Shown {
  readonly certificate: string;
  readonly trusted: boolean;
  readonly message?: string;
}
const show = (url: string) =>
  call<Shown>(handler, { path: '/api/certificates/target', query: { URL: url }, headers: tenant.auth });

it('shows what the server presents and sends it nothing', async () => {
  const { status, body } = await show(`https://${target}/ignored`);
  expect(status).toBe(200);
  expect(new X509Certificate(body.certificate).fingerprint256).toBe(
    new X509Certificate(made.cert).fingerprint256,
  );
  expect(body).toMatchObject({
    trusted: false,
    purpose: 'SSL',
    certificateDetails: { subjectDN: 'CN=localhost' },
  });
  expect(body).not.toHaveProperty('ID');
  expect(received).toBe(0);
});

it('is trusted once the tenant trusts its authority', async () => {
  const added = await call(handler, {
    path: '/api/certificates',
    headers: tenant.auth,
    body: { certificate: made.ca },
  });
  expect(added.status).toBe(200);
  expect((await show(target)).body.trusted).toBe(true);
});

it.each([
  ['http://127.0.0.1/', 'https'],
  ['https://user:pass@127.0.0.1/', 'https'],
  ['https://', 'https'],
  ['https://10.0.0.1/', 'on the internet only'],
  ['https://169.254.169.254/latest', 'on the internet only'],
  ['https://[::ffff:10.0.0.1]/', 'on the internet only'],
  ['127.0.0.1:1', 'does not answer'],
])('%s is refused', async (url, words) => {
  const { status, body } = await show(url);
  expect(status).toBe(400);
  expect(body.message).toMatch(/^URL: /);
  expect(body.message).toContain(words);
});
