import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../../../support/call.ts';
import { commerce } from '../../../support/commerce.ts';
import { startTable, TABLE, type TestTable } from '../../../support/table.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['functions/operator/create-key.ts', ...args], {
    env: {
      ...process.env,
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });

it('prints operator keys that open the operator’s routes', async () => {
  const { operator } = commerce(table.store);
  const keys = [
    (await run('--table', TABLE)).stdout.trim(),
    (await run('--table', TABLE, '--name', 'Second')).stdout.trim(),
  ];
  expect(new Set(keys).size).toBe(2);
  for (const key of keys) {
    const answer = await call(operator, { path: '/operator/tenants', headers: { 'api-secret-key': key } });
    expect(answer).toMatchObject({ status: 200, body: { tenants: [] } });
  }
});

it('says what is missing', async () => {
  await expect(run()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--table') });
});
