import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computerFolded } from '../../../../functions/fan-out/computer-folded.ts';
import type { FanOutDeps } from '../../../../functions/fan-out/deps.ts';
import { changeAlert, listAlerts } from '../../../../shared/table/entities/alert/alert.ts';
import { listComputerChanges } from '../../../../shared/table/entities/computer/computer-change.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { APACHE, NO_RULE, old, repaired, scanPlane } from '../../../support/scanned-host.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let plane: Awaited<ReturnType<typeof scanPlane>>;
beforeAll(async () => {
  table = await startTable();
  plane = await scanPlane(table);
});
afterAll(() => table.stop());
const host = () => plane.host();

describe('recommendations that are cleared', () => {
  it('are forgotten with their alerts and exposures; the next scan finds them anew', async () => {
    const { api, scan, assignments, events, alerts } = await host();
    await scan(old);
    const before = (await api('GET', '/recommendations/computers/7')).body;
    for (const _ of ['cleared', 'cleared again']) {
      expect(await api('DELETE', '/recommendations/computers/7')).toMatchObject({ status: 200 });
    }
    expect(await assignments()).toEqual({
      assignedRuleIDs: [],
      assignedApplicationTypeIDs: [],
      recommendationScanStatus: 'none',
    });
    expect((await api('GET', '/recommendations/computers/7')).body).toEqual({
      ...{ computerID: 7, recommendationScanStatus: 'none' },
      ...{ counts: {}, rules: [], exposures: [], skipped: [] },
    });
    expect((await api('GET', `/coverage/cves/${APACHE}`)).body).toMatchObject({ computers: [] });
    expect(new Set(Object.values(await alerts()))).toEqual(new Set(['cleared']));
    expect((await events()).filter((number) => number === 298)).toEqual([298]);
    await scan(old);
    const after = (await api('GET', '/recommendations/computers/7')).body;
    expect([after.rules, after.exposures]).toEqual([before.rules, before.exposures]);
    expect((await api('DELETE', '/recommendations/computers/99')).status).toBe(404);
  });

  it('leave rules and who assigned them as they are', async () => {
    const { api, scan, assignments, autoApply } = await host();
    await autoApply();
    await scan(old);
    await api('DELETE', '/computers/7/intrusionprevention/assignments/1');
    await scan(old);
    await api('DELETE', '/recommendations/computers/7');
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2, 3] });
    await scan({ ...old, apache2: repaired.apache2 });
    expect(await assignments()).toMatchObject({ assignedRuleIDs: [2], recommendedToAssignRuleIDs: [1] });
  });
});

describe('coverage', () => {
  it('of a CVE: who is open to it, and what covers them', async () => {
    const { scan, api } = await host();
    await scan(old);
    const of = async (CVE: string) => (await api('GET', `/coverage/cves/${CVE}`)).body;
    const open = {
      computerID: 7,
      computerName: 'host-7',
      status: 'affected',
      package: 'apache2',
      version: '2.4.49-1',
      fixedIn: '2.4.51-1',
    };
    expect(await of(APACHE)).toMatchObject({
      CVE: APACHE,
      ruleIDs: [3],
      computers: [{ ...open, cover: 'assignable' }],
    });
    await api('POST', '/computers/7', { intrusionPrevention: { state: 'prevent', ruleIDs: [3] } });
    expect(await of(APACHE)).toMatchObject({ computers: [{ cover: 'prevented' }] });
    await api('POST', '/computers/7', { intrusionPrevention: { state: 'detect' } });
    expect(await of(APACHE)).toMatchObject({ computers: [{ cover: 'detected' }] });
    expect(await of(NO_RULE)).toMatchObject({
      ruleIDs: [],
      computers: [{ package: 'glibc', cover: 'no-rule' }],
    });
    await scan({ ...old, apache2: repaired.apache2 });
    expect(await of(APACHE)).toMatchObject({ computers: [] });
    expect((await api('GET', '/coverage/cves/nonsense')).status).toBe(400);
  });

  it('of a computer ends with it, and so do its alerts', async () => {
    const { scan, api, tenant } = await host();
    const kept = async () =>
      Object.keys(await table.dump()).filter(
        (key) => key.startsWith(tenant) && /#(scans|scandetails|inventories|exposures)/.test(key),
      );
    const raised = async () =>
      (await listAlerts(table.store, tenant)).filter(({ state }) => state === 'raised').length;
    await scan(old);
    await changeAlert(table.store, tenant, 'intrusion-prevention-rule-alert', 'computer-7-rule-3', () => ({
      ...{ type: 'intrusion-prevention-rule-alert', target: 'computer-7-rule-3', state: 'raised' },
      ...{ began: 1, raised: 1, last: 1, count: 1, blocked: 0, sources: [], causes: [], subject: {} },
    }));
    expect([(await kept()).length, await raised()]).toEqual([7, 4]);
    await table.store.transact([{ update: keys.subscription(tenant), change: { set: { activated: 1 } } }]);
    expect(await api('DELETE', '/computers/7')).toMatchObject({ status: 200 });
    const [after] = await listComputerChanges(table.store, tenant);
    const change = { event: 'INSERT', kind: 'computer-change', at: 0, after: { ...after } } as const;
    const deps = { store: table.store, now: Date.now } as FanOutDeps;
    for (const _ of ['told', 'told again']) await computerFolded(deps, change);
    expect([await kept(), await raised()]).toEqual([[], 0]);
    expect(await listComputerChanges(table.store, tenant)).toEqual([]);
  });

  it('of a computer: every CVE that it is open to', async () => {
    const { scan, api } = await host();
    await scan(old);
    const { body } = await api('GET', '/coverage/computers/7');
    expect(body).toMatchObject({
      computerID: 7,
      counts: { assignable: 3, 'no-rule': 1 },
      recommendationScanStatus: 'valid',
    });
    expect(body.CVEs).toContainEqual(
      expect.objectContaining({ CVE: NO_RULE, cover: 'no-rule', ruleIDs: [] }),
    );
  });
});
