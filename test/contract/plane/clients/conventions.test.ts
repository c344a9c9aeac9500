import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commerce } from '../../../support/commerce.ts';
import { type ManagementApi, managementApi } from '../../../support/management-api.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

/** The conventions of the recorded facts (domain/api.md sections 1 to 4), each in its own words. */
let table: TestTable;
let ask: ManagementApi;
beforeAll(async () => {
  table = await startTable();
  ask = managementApi(table.store, await commerce(table.store).tenant());
});
afterAll(() => table.stop());

const made = async (path: string, body: unknown): Promise<number> => {
  const { status, body: thing } = await ask('POST', path, body);
  expect(status).toBe(200);
  return thing.ID;
};

describe('conventions', () => {
  it('success is 200 for creating and deleting too; deleting answers an empty body', async () => {
    const ID = await made('contexts', { name: 'Short-lived' });
    expect(await ask('DELETE', `contexts/${ID}`, { ignored: true })).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect(await ask('GET', `contexts/${ID}`)).toMatchObject({
      status: 404,
      body: { message: 'The context does not exist.' },
    });
  });

  it('a null member is one that is not given; nothing is answered as null', async () => {
    const ID = await made('computers', {
      hostName: 'absent',
      displayName: null,
      policyID: null,
      firewall: null,
    });
    for (const expand of ['none', 'all']) {
      const { body } = await ask('GET', `computers/${ID}`, undefined, { expand });
      expect(JSON.stringify(body)).not.toMatch(/:null\b/);
    }
  });

  it('0 clears a reference', async () => {
    const policyID = await made('policies', { name: 'Referred to' });
    const groupID = await made('computergroups', { name: 'Referred to' });
    const ID = await made('computers', { hostName: 'refers', policyID, groupID });
    const { body } = await ask('POST', `computers/${ID}`, { policyID: 0, groupID: 0 }, { expand: 'none' });
    expect(body).toMatchObject({ groupID: 0 });
    expect(body).not.toHaveProperty('policyID');
  });

  it('read-only members in a body are ignored: the whole object may be posted back', async () => {
    const ID = await made('computers', { hostName: 'written-back' });
    const { body: whole } = await ask('GET', `computers/${ID}`);
    const back = { ...whole, ID: 99, hostGUID: 'X', agentVersion: '9.9', description: 'changed' };
    const { status, body } = await ask('POST', `computers/${ID}`, back);
    expect(status).toBe(200);
    expect(body).toEqual({ ...whole, description: 'changed' });
    expect((await ask('GET', `computers/${ID}`, undefined, { overrides: 'TRUE' })).body).toMatchObject({
      computerSettings: {},
      firewall: {},
      intrusionPrevention: {},
    });
  });

  it('PUT replaces an assignment, without a body it takes everything off', async () => {
    const path = `policies/${await made('policies', { name: 'Assigned' })}/intrusionprevention/assignments`;
    await ask('POST', path, { ruleIDs: [1, 2] });
    expect((await ask('PUT', path, { ruleIDs: [3] })).body).toMatchObject({ assignedRuleIDs: [3] });
    expect((await ask('PUT', path)).body).toMatchObject({ assignedRuleIDs: [] });
    expect(await ask('PUT', path.replace(/\/intrusion.*$/, ''), {})).toMatchObject({ status: 405 });
  });

  it.each(['false', 'False', 'FALSE', 'true', 'True'])(
    'a query boolean may be written %s',
    async (overrides) => {
      expect(await ask('GET', 'policies', undefined, { overrides })).toMatchObject({ status: 200 });
    },
  );

  it.each(['1', 'yes', ''])('and not "%s"', async (overrides) => {
    const answer = await ask('GET', 'policies', undefined, { overrides });
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('overrides: must be') },
    });
  });

  it('an unknown query parameter is ignored, an unknown expansion is not', async () => {
    expect(await ask('GET', 'computers', undefined, { colour: 'red' })).toMatchObject({ status: 200 });
    expect(await ask('GET', 'computers', undefined, { expand: 'none,colour' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('expand') },
    });
  });

  it('a search without a filter answers what the list does', async () => {
    for (const path of [
      'computers',
      'policies',
      'contexts',
      'roles',
      'apikeys',
      'intrusionpreventionrules',
    ]) {
      const { body } = await ask('GET', path);
      expect((await ask('POST', `${path}/search`, {})).body).toEqual(body);
      expect((await ask('POST', `${path}/search`)).body).toEqual(body);
    }
  });

  it('what is in use stays, and the refusal names who uses it', async () => {
    const list = await made('portlists', { name: 'Web ports', items: ['80'] });
    const rule = { name: 'Web', action: 'allow', protocol: 'tcp', destinationPortType: 'port-list' };
    await made('firewallrules', { ...rule, destinationPortListID: list });
    expect(await ask('DELETE', `portlists/${list}`)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('"Web"') },
    });
  });
});
