import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import type { EventExport } from '../../shared/schema/api/report/export.ts';
import type { Report } from '../../shared/schema/api/report/report.ts';
import { eventually, tenantApi } from './support/tenant-api.ts';

const dir = mkdtempSync(join(tmpdir(), 'mvp-take-home-'));
let plane: OpenPlane;
let api: ReturnType<typeof tenantApi>;

beforeAll(async () => {
  plane = await openPlane({ dataDir: dir, port: 0, say: () => undefined, report: console.error });
  api = tenantApi(plane.ready, plane.ready.apiKey);
}, 180_000);
afterAll(async () => {
  await plane.machine.stop();
  rmSync(dir, { recursive: true, force: true });
});

it('a report is asked for, drawn behind the request, and fetched from the bucket', async () => {
  const asked = await api('POST', '/reports', { reportTemplateID: 3, locale: 'ja-JP' });
  expect(asked.status).toBe(200);
  const ID = asked.body.ID as unknown as string;
  const { body } = await eventually(
    () => api('GET', `/reports/${ID}`),
    (answer) => answer.body.state !== ('waiting' as never),
    60_000,
  );
  const report = body as unknown as Report;
  expect(report.state).toBe('done');
  const file = await fetch(report.url ?? '');
  expect(file.status).toBe(200);
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.length).toBe(report.bytes);
  // Both weights of the font are in it: what would be missing beside the bundle would be missing here.
  expect(bytes.toString('latin1')).toMatch(/NotoSansJP/);
}, 120_000);

it('events are asked for as files, written behind the request, and fetched with a manifest that fits', async () => {
  const asked = await api('POST', '/exports', { eventClass: 'agent', format: 'csv' });
  expect(asked.status).toBe(200);
  const ID = asked.body.ID as unknown as string;
  const { body } = await eventually(
    () => api('GET', `/exports/${ID}`),
    (answer) => answer.body.state !== ('waiting' as never),
    60_000,
  );
  const made = body as unknown as EventExport;
  expect(made.state).toBe('done');
  const manifest = Buffer.from(await (await fetch(made.manifest?.url ?? '')).arrayBuffer());
  expect(createHash('sha256').update(manifest).digest('hex')).toBe(made.manifest?.sha256);
  expect(JSON.parse(manifest.toString())).toMatchObject({ export: ID, events: made.events });
  for (const { url, sha256 } of made.parts) {
    const file = Buffer.from(await (await fetch(url ?? '')).arrayBuffer());
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    expect(gunzipSync(file).toString()).toContain('Time,Computer,Level');
  }
}, 120_000);
