import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askOngoingScans } from '../../../../functions/sweep/ongoing-scans.ts';
import { computerChanged } from '../../../../shared/table/entities/computer/computer-change.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { requestAnswered } from '../../../../shared/table/entities/computer/host-requests.ts';
import type { PolicyItem } from '../../../../shared/table/entities/policy/policy.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer } from '../../../support/tenant.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const identity = createIdentity();
const scan = 'scan-for-recommendations';
let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

it('asks the hosts of policies that say so, each in its hour, once an interval', async () => {
  // Of this tenant it is the turn at the full hour.
  const tenant = `000000${randomUUID().slice(6)}`;
  let now = Date.UTC(2026, 10, 23, 0);
  const levels = [
    [3, { recommendationScanMode: 'ongoing' }],
    [4, {}],
    [5, { parentID: 3, settings: { platformSettingRecommendationOngoingScansInterval: '1 Day' } }],
  ] as const;
  for (const [ID, more] of levels) {
    const policy: PolicyItem = {
      ...keys.policy(tenant, ID),
      ...{ kind: 'policy', tenant, ID, revision: 1, name: `${ID}`, firewallRuleIDs: [], ipsRuleIDs: [] },
      ...more,
    };
    await table.store.put(policy);
  }
  for (const ID of [3, 4, 5]) {
    await seedComputer(table.store, tenant, ID, identity, { policyID: ID });
    await table.store.transact([computerChanged(tenant, ID)]);
  }
  const asked = new Map<number, number[]>([3, 4, 5].map((ID) => [ID, []]));
  for (const end = now + 8 * DAY; now < end; now += HOUR) {
    await askOngoingScans({ store: table.store, now: () => now }, tenant, () => true);
    for (const [ID, times] of asked) {
      const requested = (await table.store.get(keys.host(tenant, ID), hostItem))?.requests?.[scan];
      if (requested === undefined || requested === times.at(-1)) continue;
      times.push(requested);
      await requestAnswered(table.store, tenant, ID, scan, { requested, started: requested });
    }
  }
  expect(asked.get(3)).toHaveLength(2);
  expect(asked.get(4)).toEqual([]);
  expect(asked.get(5)).toHaveLength(8);
  expect(new Date(asked.get(3)?.[0] ?? 0).getUTCHours()).not.toBe(
    new Date(asked.get(5)?.[0] ?? 0).getUTCHours(),
  );
});
