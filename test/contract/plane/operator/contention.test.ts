import { expect, it } from 'vitest';
import { tenantHandlers } from '../../../../functions/operator/tenants.ts';
import { api } from '../../../../shared/http/api.ts';
import { newOperatorKey } from '../../../../shared/http/mint-key.ts';
import { Contention } from '../../../../shared/table/store.ts';
import { call, quietLogger } from '../../../support/call.ts';
import { startTable } from '../../../support/table.ts';

it('answers contention with 429, so that the caller tries again', async () => {
  const table = await startTable();
  try {
    const { item, secretKey } = newOperatorKey(1, 'Operator', Date.now());
    await table.store.put(item);
    const store = { ...table.store, transact: () => Promise.reject(new Contention(undefined)) };
    const deps = { store, logger: quietLogger(), now: Date.now };
    const answer = await call(api(deps, tenantHandlers(deps)), {
      path: '/operator/tenants',
      headers: { 'api-secret-key': secretKey },
      body: { name: 'x', emailAddress: 'x@example.com' },
    });
    expect(answer).toMatchObject({ status: 429, body: { reason: 'busy' } });
  } finally {
    await table.stop();
  }
});
