import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenPlane, openPlane } from '../../infra/local/open.ts';
import { fieldAgent } from './support/field-agent.ts';
import { eventually, newTenant } from './support/tenant-api.ts';

const dir = mkdtempSync(join(tmpdir(), 'mvp-places-'));
let plane: OpenPlane;
beforeAll(async () => {
  plane = await openPlane({ dataDir: dir, port: 0, say: () => undefined, report: console.error });
});
afterAll(async () => {
  await plane.machine.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('one order, hosts anywhere (ORD-10)', () => {
  it('counts hosts of two places against the one quantity, and shows them in one view', async () => {
    const tenant = await newTenant(plane.ready, 3);
    const order = await eventually(
      () => tenant.api('GET', `/orders/${tenant.orderID}`),
      ({ body }) => body.state === ('done' as never),
    );
    expect(order.body).toMatchObject({ state: 'done', quantity: 3 });

    const ready = { ...plane.ready, tenantId: tenant.tenantId, activationToken: tenant.activationToken };
    const tokyo = [fieldAgent(ready, 'tokyo-1'), fieldAgent(ready, 'tokyo-2')];
    const osaka = [fieldAgent(ready, 'osaka-1'), fieldAgent(ready, 'osaka-2')];
    const answers = await Promise.all([...tokyo, ...osaka].map((agent) => agent.activate()));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 409]);
    const refused = answers.find((answer) => answer.status !== 200);
    expect(refused?.body).toMatchObject({
      reason: 'quantity-reached',
      message: expect.stringContaining('3'),
    });

    expect((await tenant.api('GET', '/usage')).body).toMatchObject({ quantity: 3, activated: 3 });
    const listed = await tenant.api('GET', '/computers');
    expect(listed.body.computers).toHaveLength(3);

    // One usage over time and one fee, wherever the hosts are.
    const days = await eventually(
      () => tenant.api('GET', '/usage/days'),
      ({ body }) => (body.days as unknown as { activated: number }[]).at(-1)?.activated === 3,
    );
    expect((days.body.days as unknown as object[]).at(-1)).toMatchObject({ ordered: 3, activated: 3 });
    expect((await tenant.api('GET', '/fees/current')).body).toMatchObject({ currency: 'JPY', soFar: 0 });

    const computer = (listed.body.computers as unknown as { ID: number }[])[0];
    expect((await tenant.api('DELETE', `/computers/${computer?.ID}`)).status).toBe(200);
    expect((await tenant.api('GET', '/usage')).body).toMatchObject({ activated: 2 });
    expect((await fieldAgent(ready, 'osaka-3').activate()).status).toBe(200);
  });
});
