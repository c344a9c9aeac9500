import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPlane } from '../../infra/local/open.ts';

const etopen = resolve(import.meta.dirname, '../../../shared/fixtures/etopen');
const dir = mkdtempSync(join(tmpdir(), 'mvp-rules-'));
let plane: Awaited<ReturnType<typeof openPlane>> | undefined;
beforeAll(async () => {
  const quiet = (): void => undefined;
  plane = await openPlane({
    dataDir: dir,
    port: 0,
    say: quiet,
    report: quiet,
  });
});
afterAll(async () => {
  await plane?.machine.stop();
  rmSync(dir, { recursive: true, force: true });
});

const running = () => {
  if (!plane) throw new Error('the plane is not open');
  return plane;
};

const ask = async (path: string, key: string, body?: unknown): Promise<Record<string, never>> => {
  const reply = await fetch(new URL(path, running().machine.urls.api), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'api-secret-key': key, 'api-version': 'v1', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: reply.status, ...((await reply.json()) as object) } as never;
};

it('a feed that is named is imported by the plane’s own beat, published, shown and assigned', async () => {
  const { operatorKey, apiKey } = running().ready;
  const settings = await ask('/operator/ruleupdatesettings', operatorKey, {
    sources: [{ name: 'etopen', from: join(etopen, '2025-08-01') }],
  });
  expect(settings).toMatchObject({ status: 200 });
  const [beat] = await running().machine.fireSchedule('ruleupdate');
  expect(beat).toMatchObject({ ok: true });
  const listed = await ask('/operator/ruleupdates', operatorKey);
  expect(listed).toMatchObject({ ruleUpdates: [{ version: 1, state: 'published' }], failures: [] });
  const criteria = { fieldName: 'CVE', stringTest: 'equal', stringValue: 'CVE-2021-44228' };
  const found = await ask('/api/intrusionpreventionrules/search', apiKey, { searchCriteria: [criteria] });
  expect(found).toMatchObject({ status: 200 });
  const { intrusionPreventionRules: rules } = (await ask(
    '/api/intrusionpreventionrules',
    apiKey,
  )) as unknown as {
    intrusionPreventionRules: { ID: number; name: string }[];
  };
  expect(rules.length).toBeGreaterThan(2_000);
  const rule = rules.find(({ ID }) => ID > 2_000_000);
  const policy = await ask('/api/policies', apiKey, {
    name: 'With a rule of the feed',
    intrusionPrevention: { state: 'prevent', ruleIDs: [rule?.ID] },
  });
  expect(policy).toMatchObject({ status: 200, intrusionPrevention: { ruleIDs: [rule?.ID] } });
});
