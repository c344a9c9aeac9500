import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { keys } from '../../../../shared/table/keys.ts';
import { APACHE, old, repaired, scanPlane } from '../../../support/scanned-host.ts';
import { debianHost } from '../../../support/scans.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

const anything = z.looseObject({ revision: z.number() });

let table: TestTable;
let plane: Awaited<ReturnType<typeof scanPlane>>;
beforeAll(async () => {
  table = await startTable();
  plane = await scanPlane(table);
});
afterAll(() => table.stop());
const host = () => plane.host();

describe('a scan', () => {
  it('says what to assign, and leaves it to people', async () => {
    const { scan, assignments, api, events, alerts } = await host();
    expect(await assignments()).toEqual({
      assignedRuleIDs: [],
      assignedApplicationTypeIDs: [],
      recommendationScanStatus: 'none',
    });
    await scan(old);
    expect(await assignments()).toEqual({
      assignedRuleIDs: [],
      assignedApplicationTypeIDs: [],
      recommendationScanStatus: 'valid',
      lastRecommendationScanDate: expect.any(Number),
      recommendedToAssignRuleIDs: [1, 2, 3],
      recommendedToUnassignRuleIDs: [],
    });
    expect(await events()).toEqual([300, 3506, 3509]);
    expect(await alerts()).toEqual({
      recommendation: 'raised',
      'intrusion-prevention-rule-recommendation': 'raised',
      'application-type-recommendation': 'raised',
    });
    const { body } = await api('GET', '/recommendations/computers/7');
    expect(body).toMatchObject({ computerID: 7, ecosystem: 'Debian:12', counts: { affected: 3 } });
    expect(body.rules).toContainEqual({
      ruleID: 3,
      name: expect.stringContaining('Apache'),
      status: 'affected',
      CVE: APACHE,
      reason: 'apache2 2.4.49-1 is open to CVE-2021-41773; 2.4.51-1 repairs it (DSA-2021-41773).',
      assigned: false,
    });
  });

  it('assigns by itself where the setting says so, and takes off what is repaired', async () => {
    const { scan, assignments, events, alerts, autoApply } = await host();
    await autoApply();
    await scan(old);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [1, 2, 3], recommendedToAssignRuleIDs: [] });
    expect(await events()).toEqual(expect.arrayContaining([300, 3506, 3507]));
    expect(await alerts()).toEqual({});
    await scan({ ...old, apache2: repaired.apache2 });
    expect(await assignments()).toMatchObject({
      assignedRuleIDs: [1, 2],
      recommendedToAssignRuleIDs: [],
      recommendedToUnassignRuleIDs: [],
    });
    await scan(repaired);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [] });
  });

  it('changes nothing for a suspended tenant, and says what it found (ORD-9)', async () => {
    const { scan, assignments, autoApply, tenant } = await host();
    await autoApply();
    const change = { set: { tenantState: 'suspended' } };
    await table.store.transact([{ update: keys.tenant(tenant), change }]);
    await scan(old);
    expect(await assignments()).toMatchObject({
      assignedRuleIDs: [],
      recommendedToAssignRuleIDs: [1, 2, 3],
    });
  });

  it('of the same changes nothing', async () => {
    const { scan, assignments, autoApply, tenant } = await host();
    await autoApply();
    await scan(old);
    const before = await assignments();
    const own = async () => (await table.store.get(keys.computerOverrides(tenant, 7), anything))?.revision;
    const revision = await own();
    await scan(old);
    expect({ ...(await assignments()), lastRecommendationScanDate: 0 }).toEqual({
      ...before,
      lastRecommendationScanDate: 0,
    });
    expect(await own()).toBe(revision);
  });

  it('keeps what people chose', async () => {
    const { scan, assignments, autoApply, api } = await host();
    await autoApply();
    await api('POST', '/computers/7/intrusionprevention/assignments', { ruleIDs: [2] });
    await scan(old);
    await api('DELETE', '/computers/7/intrusionprevention/assignments/1');
    await scan(old);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2, 3], recommendedToAssignRuleIDs: [1] });
    await scan(repaired);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2], recommendedToUnassignRuleIDs: [2] });
  });

  it('does not touch what is excluded or comes from a policy', async () => {
    const { scan, api, autoApply, assignments } = await host();
    const made = await api('POST', '/policies', { name: 'Web', intrusionPrevention: { ruleIDs: [3] } });
    await api('POST', '/computers/7', { policyID: made.body.ID });
    await autoApply();
    await api('POST', '/computers/7/intrusionprevention/rules/1', { recommendationsMode: 'ignored' });
    await scan(old);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2, 3], recommendedToAssignRuleIDs: [] });
    await scan(repaired);
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [3], recommendedToUnassignRuleIDs: [3] });
    expect(await assignments(`/policies/${made.body.ID}`)).toMatchObject({
      recommendationScanStatus: 'valid',
      recommendedToAssignRuleIDs: [],
      recommendedToUnassignRuleIDs: [3],
    });
    await scan(old);
    expect(await assignments(`/policies/${made.body.ID}`)).toMatchObject({
      recommendedToAssignRuleIDs: [1, 2],
      recommendedToUnassignRuleIDs: [],
    });
  });

  it('that failed is told, once it has a result that too', async () => {
    const { scan, send, assignments, events, hashOf } = await host();
    await scan(old);
    await send({ hash: hashOf(debianHost({})), failed: 'dpkg is locked' });
    expect(await assignments()).toMatchObject({
      recommendationScanStatus: 'unknown',
      recommendedToAssignRuleIDs: [1, 2, 3],
    });
    expect(await events()).toContain(781);
    await scan(old);
    expect(await assignments()).toMatchObject({ recommendationScanStatus: 'valid' });
    expect(await events()).toContain(780);
  });
});
