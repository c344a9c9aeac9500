import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileAll, compileComputer, compilePolicy } from '../../../../functions/fan-out/compile-policy.ts';
import { computer } from '../../../../shared/schema/api/computer/computer.ts';
import { foldComputer } from '../../../../shared/table/entities/computer/computer-block.ts';
import { listComputerChanges } from '../../../../shared/table/entities/computer/computer-change.ts';
import { hostItem } from '../../../../shared/table/entities/computer/host.ts';
import { readHead } from '../../../../shared/table/entities/policy/policy.ts';
import { keys } from '../../../../shared/table/keys.ts';
import { createIdentity } from '../../../support/agent-identity.ts';
import { type Answer, type CallOptions, call, type HttpHandler } from '../../../support/call.ts';
import { computerFunctionOn } from '../../../support/computers.ts';
import { policyFunctionOn } from '../../../support/policy.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedComputer, seedKey } from '../../../support/tenant.ts';

interface Body {
  readonly ID: number;
  readonly message: string;
  readonly value: string;
  readonly computers: readonly { readonly ID: number; readonly hostName: string }[];
  readonly assignedRuleIDs: number[];
}

let table: TestTable;
let computersFunction: HttpHandler;
let policyFunction: HttpHandler;
beforeAll(async () => {
  table = await startTable();
  computersFunction = computerFunctionOn(table.store);
  policyFunction = policyFunctionOn(table.store);
});
afterAll(() => table.stop());

const NONE = { expand: 'none' };
const OWN = { overrides: 'true' };

/** A tenant of its own, calls in its name, and its changes compiled and folded as the stream would have it. */
const tenant = async () => {
  const guid = randomUUID();
  const key = await seedKey(table.store, guid);
  const api = (
    method: string,
    path: string,
    body?: unknown,
    query?: CallOptions['query'],
  ): Promise<Answer<Body>> =>
    call<Body>(path.startsWith('/policies') ? policyFunction : computersFunction, {
      method,
      path: `/api${path}`,
      headers: { 'api-secret-key': key },
      ...(body !== undefined && { body }),
      ...(query && { query }),
    });
  const fold = async () => {
    for (const change of await listComputerChanges(table.store, guid))
      await foldComputer(table.store, change);
  };
  const compile = {
    store: table.store,
    now: Date.now,
    blobs: { put: async () => {}, get: async () => undefined },
  };
  const headOf = async (subject: string) => (await readHead(table.store, guid, subject))?.hash;
  const host = () => table.store.get(keys.host(guid, 7), hostItem);
  return { guid, api, fold, compile, headOf, host };
};

describe('a computer', () => {
  it('is created by its host name alone, as a manager shows it', async () => {
    const { api } = await tenant();
    const { status, body } = await api('POST', '/computers', { hostName: 'example_computer' }, NONE);
    expect([status, body]).toEqual([
      200,
      {
        hostName: 'example_computer',
        displayName: '',
        description: '',
        lastIPUsed: '',
        platform: 'Unknown',
        groupID: 0,
        relayListID: 0,
        agentVersion: '0.0.0.0',
        hostGUID: expect.stringMatching(/^[0-9A-F-]{36}$/),
        ID: 1,
      },
    ]);
    const whole = await api('GET', '/computers/1');
    expect(computer.parse(whole.body)).toEqual(whole.body);
    expect(whole.body).toMatchObject({
      computerStatus: { agentStatus: 'inactive' },
      firewall: { state: 'off', moduleStatus: { agentStatusMessage: 'Not Activated' } },
      antiMalware: { state: 'off', moduleStatus: { agentStatusMessage: 'Not Activated' } },
      computerSettings: { firewallSettingNetworkEngineMode: { value: 'Inline' } },
    });
    const part = await api('GET', '/computers/1', undefined, { expand: 'tasks,computerStatus' });
    expect(part.body).toHaveProperty('tasks');
    expect(part.body).not.toHaveProperty('firewall');
    expect((await api('GET', '/computers/1', undefined, { expand: 'everything' })).status).toBe(400);
    expect((await api('POST', '/computers', { hostName: 'EXAMPLE_computer' })).body.message).toMatch(
      /^hostName: /,
    );
  });

  it('refers only to what exists', async () => {
    const { api } = await tenant();
    const bodies = [{ policyID: 5 }, { groupID: 5 }, { relayListID: 1 }, { firewall: { ruleIDs: [5] } }];
    for (const body of bodies) {
      const refused = await api('POST', '/computers', { hostName: 'a', ...body });
      expect([refused.status, refused.body.message.split(/[:.]/)[0]]).toEqual([400, Object.keys(body)[0]]);
    }
    expect((await api('GET', '/computers')).body.computers).toEqual([]);
  });
});

describe('lists and searches', () => {
  it('see a change at once, before and after it reached its block', async () => {
    const { api, fold, guid } = await tenant();
    const names = async (body: unknown = {}) =>
      (await api('POST', '/computers/search', body, NONE)).body.computers.map(({ hostName }) => hostName);
    await api('POST', '/computers', { hostName: 'a' });
    await api('POST', '/computers', { hostName: 'b' });
    expect(await names()).toEqual(['a', 'b']);
    await fold();
    expect(await listComputerChanges(table.store, guid)).toEqual([]);
    expect(await names()).toEqual(['a', 'b']);
    await api('POST', '/computers/1', { hostName: 'c', hostGUID: 'ignored' });
    await api('DELETE', '/computers/2', { ignored: 1 });
    expect(await names()).toEqual(['c']);
    await fold();
    expect(await names()).toEqual(['c']);
  });

  it('go by fields, pages and sub-objects', async () => {
    const { api, fold } = await tenant();
    for (let n = 1; n <= 150; n++) {
      await api('POST', '/computers', { hostName: `host-${n}`, displayName: n % 2 ? 'odd' : 'even' }, NONE);
      if (n % 10 === 0) await fold();
    }
    await fold();
    const page = async (idValue: number) =>
      (
        await api(
          'POST',
          '/computers/search',
          { maxItems: 70, searchCriteria: [{ idTest: 'greater-than', idValue }] },
          NONE,
        )
      ).body.computers.map(({ ID }) => ID);
    const pages = [await page(0), await page(70), await page(140), await page(150)];
    expect(pages.map((ids) => ids.length)).toEqual([70, 70, 10, 0]);
    expect(pages.flat()).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
    const odd = await api(
      'POST',
      '/computers/search',
      {
        searchCriteria: [
          { fieldName: 'displayName', stringValue: 'od_' },
          { fieldName: 'hostName', stringValue: '%5%' },
        ],
      },
      NONE,
    );
    expect(odd.body.computers.every(({ hostName }) => hostName.includes('5'))).toBe(true);
    expect(odd.body.computers.length).toBeGreaterThan(5);
    const nothing = await api('POST', '/computers/search', {
      searchCriteria: [{ fieldName: 'tasks/agentTasks', stringValue: '%Pending%' }],
    });
    expect(nothing.body.computers).toEqual([]);
    const wrong = await api('POST', '/computers/search', {
      searchCriteria: [{ fieldName: 'SAP', nullTest: true }],
    });
    expect(wrong.body.message).toBe('Invalid SearchFilter: unknown fieldName: SAP');
  });
});

describe('what a computer sets by itself', () => {
  it('is seen as its own, followed as a content of its own, and given back', async () => {
    const { api, guid, compile, headOf, host } = await tenant();
    await api('POST', '/policies', { name: 'Web', intrusionPrevention: { state: 'prevent', ruleIDs: [1] } });
    await seedComputer(table.store, guid, 7, createIdentity(), { policyID: 1 });
    const path = '/computers/7/intrusionprevention/assignments';
    expect((await api('GET', path)).body.assignedRuleIDs).toEqual([1]);
    expect((await api('POST', path, { ruleIDs: [2] })).body.assignedRuleIDs).toEqual([1, 2]);
    expect((await host())?.head).toBe('c7');
    const above = await api('DELETE', `${path}/1`);
    expect(above.body.message).toBe('Rule 1 is assigned by policy "Web" and can only be unassigned there.');

    await compileComputer(compile, guid, 7);
    const [first, policyHash] = [await headOf('c7'), await headOf('p1')];
    expect([first, policyHash]).toEqual([expect.any(String), undefined]);
    await api('POST', '/policies/1/settings/firewallSettingFailureResponseEngineSystem', {
      value: 'Fail closed',
    });
    await compilePolicy(compile, guid, 1);
    expect(await headOf('c7')).not.toBe(first);

    expect((await api('DELETE', `${path}/2`)).body.assignedRuleIDs).toEqual([1]);
    expect((await host())?.head).toBe('p1');
  });

  it('stays with it when it changes its policy', async () => {
    const { api, guid, host } = await tenant();
    await api('POST', '/policies', { name: 'Web', firewall: { state: 'on' } });
    await seedComputer(table.store, guid, 7, createIdentity());
    const setting = '/computers/7/settings/firewallSettingNetworkEngineMode';
    expect((await api('POST', setting, { value: 'Tap' })).body).toEqual({ value: 'Tap' });
    expect((await api('POST', '/computers/7', { policyID: 1 })).body).toMatchObject({
      policyID: 1,
      firewall: { state: 'on' },
    });
    expect((await host())?.head).toBe('c7');
    const own = await api('GET', '/computers/7', undefined, { ...OWN, expand: 'computerSettings,firewall' });
    expect(own.body).toMatchObject({
      computerSettings: { firewallSettingNetworkEngineMode: { value: 'Tap' } },
      firewall: {},
    });
    expect((await api('DELETE', setting)).body).toEqual({ value: 'Inline' });
    expect((await host())?.head).toBe('p1');
    expect((await api('POST', '/computers/7', { policyID: 0 })).body).not.toHaveProperty('policyID');
    expect((await host())?.head).toBeUndefined();
  });

  it('costs nothing for computers that set nothing: one write a policy', async () => {
    const { api, guid, compile } = await tenant();
    await api('POST', '/policies', { name: 'Web' });
    for (let ID = 1; ID <= 20; ID++) {
      await seedComputer(table.store, guid, ID, createIdentity(), { policyID: 1 });
    }
    const heads = async () =>
      Object.keys(await table.dump()).filter((key) => key.startsWith(`${guid}#heads`));
    await compileAll(compile, guid);
    expect(await heads()).toEqual([`${guid}#heads head#p1`]);
  });
});

it('keeps tenants apart: another one’s ids are as if they did not exist', async () => {
  const mine = await tenant();
  const theirs = await tenant();
  await mine.api('POST', '/computers', { hostName: 'a' });
  await mine.api('POST', '/policies', { name: 'Mine' });
  for (const [method, path] of [
    ['GET', '/computers/1'],
    ['POST', '/computers/1'],
    ['DELETE', '/computers/1'],
    ['GET', '/computers/1/firewall/rules'],
    ['POST', '/computers/1/settings/firewallSettingNetworkEngineMode'],
    ['GET', '/policies/1/intrusionprevention/assignments'],
  ] as const) {
    const body = method === 'POST' ? { value: 'Tap' } : undefined;
    expect([path, (await theirs.api(method, path, body)).status]).toEqual([path, 404]);
  }
  expect((await theirs.api('POST', '/computers', { hostName: 'b', policyID: 1 })).status).toBe(400);
});
