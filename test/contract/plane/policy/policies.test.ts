import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policies, policy } from '../../../../shared/schema/api/policy/policy.ts';
import { type Answer, type CallOptions, call, type HttpHandler } from '../../../support/call.ts';
import { policyFunctionOn } from '../../../support/policy.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

interface Body {
  readonly ID: number;
  readonly message: string;
  readonly value: string;
  readonly policies: readonly { ID: number }[];
  readonly policySettings: Readonly<Record<string, { value: string }>>;
  readonly intrusionPrevention: { applicationTypeIDs: number[] };
  readonly assignedRuleIDs: number[];
  readonly intrusionPreventionRules: unknown[];
  readonly applicationTypes: unknown[];
  readonly interfaceTypes: unknown[];
  readonly portMultiple: string[];
}

let table: TestTable;
let handler: HttpHandler;
beforeAll(async () => {
  table = await startTable();
  handler = policyFunctionOn(table.store);
});
afterAll(() => table.stop());

/** A tenant of its own, and calls in its name. */
const tenant = async () => {
  const key = await seedKey(table.store, randomUUID());
  return (
    method: string,
    path: string,
    body?: unknown,
    query?: CallOptions['query'],
  ): Promise<Answer<Body>> =>
    call<Body>(handler, {
      method,
      path: `/api/policies${path}`,
      headers: { 'api-secret-key': key },
      ...(body !== undefined && { body }),
      ...(query && { query }),
    });
};

const OWN = { overrides: 'True' };

describe('policies', () => {
  it('are created with what a manager fills in, in the documented shape', async () => {
    const api = await tenant();
    const { status, body } = await api('POST', '', { name: 'Base', ID: 77, unknown: 1 });
    expect(status).toBe(200);
    expect(policy.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      ID: 1,
      name: 'Base',
      recommendationScanMode: 'off',
      autoRequiresUpdate: 'on',
      firewall: { state: 'off', moduleStatus: { status: 'inactive', statusMessage: 'Off, no rules' } },
      antiMalware: { state: 'off' },
      policySettings: { firewallSettingNetworkEngineMode: { value: 'Inline' } },
    });
    expect(Object.keys(body.policySettings)).toHaveLength(153);
    expect((await api('POST', '', { name: 'base' })).body.message).toMatch(/^name: /);
  });

  it('inherit, override and inherit again', async () => {
    const api = await tenant();
    await api('POST', '', { name: 'Base', intrusionPrevention: { state: 'prevent', ruleIDs: [1] } });
    const child = await api('POST', '', {
      name: 'Web',
      parentID: 1,
      intrusionPrevention: { ruleIDs: [1, 2] },
    });
    expect(child.body.intrusionPrevention).toMatchObject({ state: 'prevent', ruleIDs: [1, 2] });
    const own = await api('GET', '/2', undefined, OWN);
    expect(own.body).toEqual({
      ID: 2,
      name: 'Web',
      parentID: 1,
      policySettings: {},
      firewall: {},
      intrusionPrevention: { ruleIDs: [2], applicationTypeIDs: expect.any(Array) },
    });
    const off = await api('POST', '/2', { intrusionPrevention: { state: 'off' } });
    expect(off.body.intrusionPrevention).toMatchObject({ state: 'off', ruleIDs: [1, 2] });
    const back = await api('POST', '/2', { intrusionPrevention: { state: 'inherited' }, parentID: 0 });
    expect(back.body.intrusionPrevention).toMatchObject({ state: 'off', ruleIDs: [2] });
    expect(back.body).not.toHaveProperty('parentID');
  });

  it('are searched, listed and deleted when nothing uses them', async () => {
    const api = await tenant();
    await api('POST', '', { name: 'Base' });
    await api('POST', '', { name: 'Web', parentID: 1 });
    const found = await api('POST', '/search', {
      searchCriteria: [{ fieldName: 'name', stringValue: 'w%' }],
    });
    expect(found.body.policies).toMatchObject([{ ID: 2 }]);
    expect(policies.parse((await api('GET', '')).body).policies.map(({ ID }) => ID)).toEqual([1, 2]);
    const wrong = await api('POST', '/search', {
      searchCriteria: [{ fieldName: 'firewall', nullTest: true }],
    });
    expect([wrong.status, wrong.body.message]).toEqual([
      400,
      'Invalid SearchFilter: unknown fieldName: firewall',
    ]);
    expect((await api('DELETE', '/1')).body.message).toContain('"Web"');
    expect((await api('DELETE', '/2')).status).toBe(200);
    expect((await api('DELETE', '/1')).status).toBe(200);
    expect((await api('GET', '/1')).body.message).toBe('The policy does not exist.');
  });
});

describe('settings', () => {
  it('come from the nearest level that sets them, and go back when an override is dropped', async () => {
    const api = await tenant();
    await api('POST', '', { name: 'Base' });
    await api('POST', '', { name: 'Web', parentID: 1 });
    const mode = '/settings/firewallSettingNetworkEngineMode';
    const read = async (path: string, query?: CallOptions['query']) =>
      (await api('GET', path, undefined, query)).body.value;

    expect((await api('POST', `/1${mode}`, { value: 'tap' })).body).toEqual({ value: 'Tap' });
    expect([await read(`/2${mode}`), await read(`/2${mode}`, OWN)]).toEqual(['Tap', '']);
    expect((await api('POST', `/2${mode}`, { value: 'Inline' })).body).toEqual({ value: 'Inline' });
    expect((await api('DELETE', `/2${mode}`, { ignored: true })).body).toEqual({ value: 'Tap' });

    const connections = '/settings/firewallSettingEngineOptionConnectionsNumTcpMax';
    expect((await api('POST', `/default${connections}`, { value: 12 })).body).toEqual({ value: '12' });
    expect(await read(`/2${connections}`)).toBe('12');
    expect((await api('DELETE', `/default${connections}`)).body).toEqual({ value: '30000' });
    expect(Object.keys((await api('GET', '/default')).body)).toHaveLength(162);
    const state = { intrusionPreventionSettingState: { value: 'detect' } };
    expect((await api('POST', '/default', state)).status).toBe(200);
    expect((await api('GET', '/2')).body.intrusionPrevention).toMatchObject({ state: 'detect' });
  });

  it('written back whole stay inherited; wrong names and values change nothing', async () => {
    const api = await tenant();
    const made = await api('POST', '', { name: 'Base' });
    await api('POST', '/1', { policySettings: made.body.policySettings });
    expect((await api('GET', '/1', undefined, OWN)).body.policySettings).toEqual({});
    const wrong = await api('POST', '/1', { policySettings: { nonsense: { value: '1' } } });
    expect([wrong.status, wrong.body.message]).toEqual([400, 'nonsense: there is no such setting.']);
    expect((await api('GET', '/1/settings/nonsense')).status).toBe(404);
    const value = await api('POST', '/1/settings/firewallSettingNetworkEngineMode', { value: 'Sideways' });
    expect(value.body.message).toBe('firewallSettingNetworkEngineMode: must be one of Inline, Tap.');
    expect((await api('GET', '/1/settings/constructor')).status).toBe(404);
  });
});

describe('rules on a policy', () => {
  it('assigned above are named and stay; own ones are added, replaced and taken off', async () => {
    const api = await tenant();
    await api('POST', '', { name: 'Base', intrusionPrevention: { ruleIDs: [1] } });
    await api('POST', '', { name: 'Web', parentID: 1 });
    const path = '/2/intrusionprevention/assignments';
    expect((await api('POST', path, { ruleIDs: [2] })).body.assignedRuleIDs).toEqual([1, 2]);
    expect((await api('GET', path, undefined, OWN)).body.assignedRuleIDs).toEqual([2]);
    const above = await api('DELETE', `${path}/1`);
    expect([above.status, above.body.message]).toEqual([
      400,
      'Rule 1 is assigned by policy "Base" and can only be unassigned there.',
    ]);
    expect((await api('PUT', path, { ruleIDs: [3] })).body.assignedRuleIDs).toEqual([1, 3]);
    expect((await api('DELETE', `${path}/3`)).body.assignedRuleIDs).toEqual([1]);
    expect((await api('DELETE', `${path}/3`)).status).toBe(404);
    expect((await api('POST', path, { ruleIDs: [999] })).status).toBe(400);
  });

  it('are overridden for one policy, seen below, and dropped again', async () => {
    const api = await tenant();
    await api('POST', '', { name: 'Base', intrusionPrevention: { ruleIDs: [1] } });
    await api('POST', '', { name: 'Web', parentID: 1 });
    const rule = (ID: number) => `/${ID}/intrusionprevention/rules`;
    const made = await api('POST', `${rule(1)}/1`, { detectOnly: 'true', name: 'ignored' });
    expect(made.body).toMatchObject({ ID: 1, detectOnly: true, name: expect.not.stringMatching('ignored') });
    expect((await api('GET', `${rule(2)}/1`)).body).toMatchObject({ detectOnly: true });
    expect((await api('GET', rule(1), undefined, OWN)).body.intrusionPreventionRules).toEqual([
      { ID: 1, detectOnly: true },
    ]);
    expect((await api('GET', rule(2), undefined, OWN)).body.intrusionPreventionRules).toEqual([]);
    expect((await api('POST', `${rule(1)}/1`, { eventLoggingDisabled: true })).body.message).toMatch(
      /^eventLoggingDisabled/,
    );
    expect((await api('DELETE', `${rule(1)}/1`)).body).toMatchObject({ ID: 1, detectOnly: false });
    expect((await api('GET', `${rule(1)}/999`)).status).toBe(404);
  });

  it('and so are application types', async () => {
    const api = await tenant();
    const made = await api('POST', '', { name: 'Base', intrusionPrevention: { ruleIDs: [1] } });
    const [type] = made.body.intrusionPrevention.applicationTypeIDs;
    const path = '/1/intrusionprevention/applicationtypes';
    const changed = await api('POST', `${path}/${type}`, { portType: 'multiple', portMultiple: ['8081'] });
    expect(changed.body).toMatchObject({ ID: type, portMultiple: ['8081'] });
    expect((await api('GET', path)).body.applicationTypes).toMatchObject([{ portMultiple: ['8081'] }]);
    expect((await api('POST', `${path}/${type}`, { portMultiple: [] })).body.message).toMatch(
      /^portMultiple/,
    );
    expect((await api('DELETE', `${path}/${type}`)).body.portMultiple).not.toEqual(['8081']);
  });
});

it('interface types belong to a policy and are seen below it', async () => {
  const api = await tenant();
  await api('POST', '', { name: 'Base' });
  await api('POST', '', { name: 'Web', parentID: 1 });
  const made = await api('POST', '/1/interfacetypes', { name: 'LAN', matches: ['eth*'] });
  expect(made.body).toEqual({ ID: 1, name: 'LAN', matches: ['eth*'] });
  expect((await api('GET', '/2/interfacetypes')).body).toEqual({ interfaceTypes: [made.body] });
  expect((await api('POST', '/2/interfacetypes', { name: 'lan' })).status).toBe(400);
  expect((await api('POST', '/2/interfacetypes/1', { name: 'WAN' })).body.message).toContain('parent policy');
  expect((await api('POST', '/1/interfacetypes/1', { matches: ['en*'] })).body).toMatchObject({
    name: 'LAN',
    matches: ['en*'],
  });
  const found = await api('POST', '/2/interfacetypes/search', {
    searchCriteria: [{ fieldName: 'matches', stringValue: 'en%' }],
  });
  expect(found.body.interfaceTypes).toHaveLength(1);
  expect((await api('DELETE', '/1/interfacetypes/1')).status).toBe(200);
  expect((await api('GET', '/2/interfacetypes')).body).toEqual({ interfaceTypes: [] });
});
