import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { starterCatalogue } from '../../../../shared/domain/ips/catalogue/index.ts';
import { textsOf } from '../../../../shared/domain/ips/custom-rule/texts.ts';
import { readTenantCatalogue } from '../../../../shared/table/entities/rules/tenant-catalogue.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { asking, rulesFunction } from './support.ts';

let table: TestTable;
let tenant: TestTenant;
let ask: ReturnType<typeof asking>;
let askOther: ReturnType<typeof asking>;
beforeAll(async () => {
  table = await startTable();
  const plane = commerce(table.store);
  const rules = rulesFunction(table.store);
  tenant = await plane.tenant();
  ask = asking(rules, tenant);
  askOther = asking(rules, await plane.tenant());
});
afterAll(() => table.stop());

interface Rule {
  ID: number;
  name: string;
  detectOnly: boolean;
  lastUpdated: number;
}
const RULES = 'intrusionpreventionrules';
let n = 0;
const named = (more: object = {}) => ({
  name: `rule ${++n}`,
  description: 'ours',
  applicationTypeID: 300,
  template: 'signature',
  signature: 'evil',
  ...more,
});
const catalogue = () => readTenantCatalogue(table.store, tenant.guid, starterCatalogue, textsOf);

describe('own intrusion prevention rules', () => {
  it('are filled in as a manager does, found, changed in part and deleted', async () => {
    const made = await ask<Rule>(
      RULES,
      named({ priority: 'normal', severity: 'medium', ID: 4, colour: 'red' }),
    );
    expect(made.status).toBe(200);
    const { ID, ...rest } = made.body;
    expect(ID).toBeGreaterThanOrEqual(10_000_001);
    expect(rest).toMatchObject({
      action: 'drop',
      caseSensitive: false,
      detectOnly: false,
      eventLoggingDisabled: false,
      generateEventOnPacketDrop: true,
      alwaysIncludePacketData: false,
      debugModeEnabled: false,
      alertEnabled: false,
      type: 'custom',
      canBeAssignedAlone: true,
    });
    expect((await ask(`${RULES}/${ID}`)).body).toEqual(made.body);
    const changed = await ask<Rule>(`${RULES}/${ID}`, { ...made.body, detectOnly: 'true' });
    expect(changed.body).toEqual({ ...made.body, detectOnly: true, lastUpdated: changed.body.lastUpdated });
    const found = await ask(`${RULES}/search`, {
      searchCriteria: [
        { fieldName: 'type', choiceValue: 'custom' },
        { fieldName: 'name', stringValue: rest.name },
      ],
    });
    expect(found.body).toEqual({ intrusionPreventionRules: [changed.body] });
    expect((await askOther(`${RULES}/${ID}`)).status).toBe(404);
    expect((await ask(`${RULES}/${ID}`, undefined, 'DELETE')).status).toBe(200);
    expect((await ask(`${RULES}/${ID}`)).status).toBe(404);
  });

  it('keep the mode of recommendations that a client sets, and show `disabled` without one', async () => {
    const { body } = await ask<Rule>(RULES, named({}));
    expect(body).toMatchObject({ recommendationsMode: 'disabled' });
    for (const recommendationsMode of ['ignored', 'enabled', 'disabled']) {
      const set = await ask<Rule>(`${RULES}/${body.ID}`, { recommendationsMode });
      expect(set).toMatchObject({ status: 200, body: { recommendationsMode } });
      expect((await ask(`${RULES}/${body.ID}`)).body).toEqual(set.body);
    }
  });

  it('reach the tenant’s rule book as signatures, with the transport of their application type', async () => {
    const { body } = await ask<Rule>(RULES, named({ action: 'log-only' }));
    const rule = (await catalogue()).rule(body.ID);
    expect(rule).toMatchObject({ detectOnly: true, type: 'custom' });
    expect(rule?.signatures.map((text) => text.split(' ')[1])).toEqual(['tcp', 'udp']);
  });

  it.each([
    ['alert', { detectOnly: true }],
    ['drop', { detectOnly: false, action: 'drop' }],
    ['reject', { detectOnly: false, action: 'reset' }],
  ])('do what their own text says: %s', async (action, expected) => {
    const customXML = `${action} tcp any any -> any any (content:"x"; sid:4;)`;
    const { body } = await ask<Rule>(RULES, named({ template: 'custom', customXML }));
    expect((await catalogue()).rule(body.ID)).toMatchObject(expected);
  });

  it.each<[string, object]>([
    ['applicationTypeID', { applicationTypeID: 9_999_999 }],
    ['applicationTypeID', { applicationTypeID: undefined }],
    ['template', { template: undefined }],
    ['template', { template: 'regex' }],
    ['signature', { signature: '' }],
    ['patterns', { template: 'start-end-patterns', patterns: ['a', ''] }],
    ['customXML', { template: 'custom', customXML: 'alert tcp any any -> any any (nonsense:1; sid:5;)' }],
    ['eventLoggingDisabled', { detectOnly: true, eventLoggingDisabled: true }],
    ['dependsOnRuleIDs', { dependsOnRuleIDs: [77] }],
    ['scheduleID', { scheduleID: 123_456 }],
    ['severity', { severity: 'extreme' }],
    ['CVE', { CVE: ['CVE-1'] }],
    ['name', { name: 'Apache HTTP Server 2.4.49 Path Traversal' }],
  ])('are refused by the member %s', async (member, more) => {
    const refused = await ask<{ message: string }>(RULES, named(more));
    expect(refused.status).toBe(400);
    expect(refused.body.message).toMatch(new RegExp(`^${member}\\b`));
  });

  it('that others depend on stay, and do not depend on each other', async () => {
    const base = (await ask<Rule>(RULES, named({ dependsOnRuleIDs: [1] }))).body;
    const upper = (await ask<Rule>(RULES, named({ dependsOnRuleIDs: [base.ID] }))).body;
    expect(upper).toMatchObject({ canBeAssignedAlone: false });
    expect(await ask(`${RULES}/${base.ID}`, undefined, 'DELETE')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(upper.name) },
    });
    const loop = await ask<{ message: string }>(`${RULES}/${base.ID}`, { dependsOnRuleIDs: [upper.ID] });
    expect(loop.body.message).toMatch(/^dependsOnRuleIDs: /);
  });
});

describe('rules of the catalogue', () => {
  it('do not show how they detect', async () => {
    const { body } = await ask(`${RULES}/1`);
    expect(body).toMatchObject({
      identifier: '1000001',
      type: 'vulnerability',
      recommendationsMode: 'enabled',
    });
    expect(JSON.stringify(body)).not.toContain('pcre');
  });

  it('take what a tenant may set of them, for this tenant alone', async () => {
    const whole = (await ask<Rule>(`${RULES}/1`)).body;
    const set = await ask<Rule>(`${RULES}/1`, { ...whole, detectOnly: true, recommendationsMode: 'ignored' });
    expect(set).toMatchObject({ status: 200, body: { detectOnly: true, recommendationsMode: 'ignored' } });
    expect((await ask(`${RULES}/1`)).body).toEqual(set.body);
    expect((await catalogue()).rule(1)?.detectOnly).toBe(true);
    expect((await askOther(`${RULES}/1`)).body).toEqual(whole);
    const back = await ask(`${RULES}/1`, { detectOnly: false, recommendationsMode: 'enabled' });
    expect(back.body).toEqual(whole);
  });

  it.each([
    [{ name: 'Mine' }, 'name'],
    [{ signature: 'x' }, 'signature'],
    [{ recommendationsMode: 'disabled' }, 'recommendationsMode'],
  ])('keep the rest: %o', async (body, member) => {
    const refused = await ask<{ message: string }>(`${RULES}/1`, body);
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringMatching(`^${member}: `) } });
  });

  it('cannot be deleted', async () => {
    expect((await ask(`${RULES}/1`, undefined, 'DELETE')).status).toBe(403);
  });

  it('are found by CVE, whole or with wildcards, by identifier and by score', async () => {
    const ids = async (criterion: object) =>
      (
        await ask<{ intrusionPreventionRules: Rule[] }>(`${RULES}/search`, { searchCriteria: [criterion] })
      ).body.intrusionPreventionRules.map(({ ID }) => ID);
    expect(await ids({ fieldName: 'CVE', stringValue: '%CVE-2021-44228%' })).toEqual([1]);
    expect(await ids({ fieldName: 'CVE', stringTest: 'equal', stringValue: 'CVE-2014-6271' })).toEqual([2]);
    expect(await ids({ fieldName: 'identifier', stringValue: '1000003' })).toEqual([3]);
    expect(await ids({ fieldName: 'CVSSScore', numericTest: 'greater-than', numericValue: 9.9 })).toContain(
      1,
    );
  });
});

describe('application types', () => {
  const own = (more: object = {}) => ({
    name: `type ${++n}`,
    portType: 'multiple',
    portMultiple: ['7777'],
    ...more,
  });

  it('are made, used by a rule, kept while they are, and deleted', async () => {
    const made = await ask<{ ID: number }>('applicationtypes', own());
    expect(made.body).toMatchObject({
      protocol: 'tcp',
      direction: 'incoming',
      recommendationsMode: 'disabled',
    });
    const rule = (await ask<Rule>(RULES, named({ applicationTypeID: made.body.ID }))).body;
    const path = `applicationtypes/${made.body.ID}`;
    expect(await ask(path, undefined, 'DELETE')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(rule.name) },
    });
    await ask(`${RULES}/${rule.ID}`, undefined, 'DELETE');
    expect((await ask(path, undefined, 'DELETE')).status).toBe(200);
  });

  it('follow a port list', async () => {
    const list = (
      await ask<{ ID: number }>('portlists', { name: 'Odd ports', items: ['81 # old', '90 - 91'] })
    ).body;
    const set = await ask('applicationtypes/300', { portType: 'port-list', portListID: list.ID });
    expect(set.body).toMatchObject({ ID: 300, portType: 'port-list', portListID: list.ID });
    expect((await catalogue()).applicationType(300)?.ports).toEqual(['81', '90-91']);
    expect((await ask(`portlists/${list.ID}`, undefined, 'DELETE')).status).toBe(400);
    expect((await ask('applicationtypes/300', { protocol: 'udp' })).status).toBe(400);
  });

  it.each<[string, object]>([
    ['portMultiple', own({ portMultiple: ['90-80'] })],
    ['portMultiple', own({ portMultiple: [] })],
    ['portListID', own({ portType: 'port-list' })],
    ['portListID', own({ portType: 'port-list', portListID: 424_242 })],
    ['portType', own({ protocol: 'icmp' })],
    ['name', own({ name: 'dns server' })],
  ])('are refused by the member %s', async (member, body) => {
    const refused = await ask<{ message: string }>('applicationtypes', body);
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringMatching(`^${member}`) } });
  });
});
