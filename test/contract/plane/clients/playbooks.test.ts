import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computerFunction } from '../../../../functions/computers/handlers.ts';
import { policyFunction } from '../../../../functions/policy/handlers.ts';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { api } from '../../../../shared/http/api.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/**
 * The calls of a security team's playbooks (Cortex XSOAR's integration): switches as text, everything in the
 * query, members by their odd spellings (domain/api.md sections 2, 3 and 7).
 */
let table: TestTable;
let computers: HttpHandler;
let policies: HttpHandler;
let tenant: TestTenant;
beforeAll(async () => {
  table = await startTable();
  const deps = { store: table.store, logger: quietLogger(), now: Date.now, catalogue: starterCatalogue };
  computers = api(deps, computerFunction(deps));
  policies = api(deps, policyFunction(deps));
  tenant = await commerce(table.store).tenant();
});
afterAll(() => table.stop());

const ask = <T = Record<string, unknown>>(
  to: HttpHandler,
  method: string,
  path: string,
  body?: unknown,
  query?: Readonly<Record<string, string>>,
) => call<T>(to, { method, path: `/api/${path}`, headers: tenant.auth, body, ...(query && { query }) });

describe('a playbook', () => {
  it('makes a computer by its name alone and reads what a manager fills in', async () => {
    const made = await ask<{ ID: number; hostGUID: string }>(
      computers,
      'POST',
      'computers',
      { hostName: 'example_computer' },
      { expand: 'none', overrides: 'False' },
    );
    expect(made.body).toEqual({
      hostName: 'example_computer',
      displayName: '',
      description: '',
      lastIPUsed: '',
      platform: 'Unknown',
      groupID: 0,
      relayListID: 0,
      agentVersion: '0.0.0.0',
      hostGUID: expect.stringMatching(/^[0-9A-F-]{36}$/),
      ID: made.body.ID,
    });
    const whole = await ask(computers, 'GET', `computers/${made.body.ID}`);
    expect(whole.body).toMatchObject({
      firewall: {
        state: 'off',
        moduleStatus: { agentStatus: 'inactive', agentStatusMessage: 'Not Activated' },
      },
    });
  });

  it('finds computers by a text with wildcards that are switched on as text', async () => {
    const search = {
      fieldName: 'hostName',
      stringTest: 'equal',
      stringValue: 'example%',
      stringWildcards: 'true',
    };
    const found = await ask<{ computers: { hostName: string }[] }>(
      computers,
      'POST',
      'computers/search',
      { maxItems: 50, searchCriteria: [search], sortByObjectID: 'false' },
      { expand: 'none' },
    );
    expect(found.body.computers.map(({ hostName }) => hostName)).toEqual(['example_computer']);
    const missed = { ...search, stringWildcards: 'false' };
    expect((await ask(computers, 'POST', 'computers/search', { searchCriteria: [missed] })).body).toEqual({
      computers: [],
    });
  });

  it.each([
    ['equal', true, 0],
    ['not-equal', true, 1],
    ['equal', false, 1],
  ])(
    'finds the computer without interfaces by a switch that is %s %s',
    async (booleanTest, booleanValue, found) => {
      const search = { fieldName: 'interfaces/detected', booleanTest, booleanValue };
      const { body } = await ask<{ computers: unknown[] }>(computers, 'POST', 'computers/search', {
        maxItems: 50,
        searchCriteria: [search],
      });
      expect(body.computers).toHaveLength(found);
    },
  );

  it('sets and drops a setting by a number that stays a text', async () => {
    const { body: policy } = await ask<{ ID: number }>(policies, 'POST', 'policies', { name: 'Playbook' });
    const path = `policies/${policy.ID}/settings/firewallSettingEngineOptionConnectionsCleanupMax`;
    expect((await ask(policies, 'POST', path, { value: 12 })).body).toEqual({ value: '12' });
    expect((await ask(policies, 'GET', path, undefined, { overrides: 'true' })).body).toEqual({
      value: '12',
    });
    const { body: dropped } = await ask<{ value: string }>(policies, 'DELETE', path);
    expect(dropped.value).not.toBe('12');
  });

  it('assigns rules and is told why one cannot be taken off', async () => {
    const { body: base } = await ask<{ ID: number }>(policies, 'POST', 'policies', { name: 'Above' });
    const { body: child } = await ask<{ ID: number }>(policies, 'POST', 'policies', {
      name: 'Below',
      parentID: base.ID,
    });
    const of = (ID: number) => `policies/${ID}/intrusionprevention/assignments`;
    await ask(policies, 'POST', of(base.ID), { ruleIDs: [1, 2] });
    expect((await ask(policies, 'GET', of(child.ID))).body).toMatchObject({ assignedRuleIDs: [1, 2] });
    expect(await ask(policies, 'DELETE', `${of(child.ID)}/1`)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Above') },
    });
    expect((await ask(policies, 'PUT', of(base.ID), { ruleIDs: [3] })).body).toMatchObject({
      assignedRuleIDs: [3],
    });
    expect((await ask(policies, 'DELETE', `${of(base.ID)}/3`)).body).toMatchObject({ assignedRuleIDs: [] });
  });
});
