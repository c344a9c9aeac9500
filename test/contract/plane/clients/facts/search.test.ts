import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commerce } from '../../../../support/commerce.ts';
import { type ManagementApi, managementApi } from '../../../../support/management-api.ts';
import { startTable, type TestTable } from '../../../../support/table.ts';
import { resources } from './resources.ts';
import { factsAreHere, type Member, memberTables } from './tables.ts';

let table: TestTable;
let api: ManagementApi;
let policyID: number;
beforeAll(async () => {
  table = await startTable();
  api = managementApi(table.store, await commerce(table.store).tenant());
  policyID = (await ask('policies', { name: 'Web' })).body.ID;
});
afterAll(() => table.stop());

const ask = (path: string, body: unknown) => api('POST', path, body);

const tests: Readonly<Record<string, readonly object[]>> = {
  String: [
    { stringTest: 'equal', stringValue: '%web_' },
    { stringTest: 'not-equal', stringValue: 'web', stringWildcards: false },
    { stringValue: 'web', stringWildcards: 'true' },
  ],
  Numeric: [{ numericTest: 'greater-than', numericValue: 0.5 }, { numericValue: '7' }],
  Boolean: [{ booleanTest: true }, { booleanTest: 'false' }, { booleanTest: 'equal', booleanValue: true }],
  Choice: [
    { choiceTest: 'equal', choiceValue: 'none' },
    { choiceTest: 'not-equal', choiceValue: 'none' },
  ],
  Date: [
    { firstDateValue: 1, firstDateInclusive: true, lastDateValue: 2, lastDateInclusive: false },
    { lastDateValue: 5 },
  ],
  ID: [{ idTest: 'greater-than', idValue: 0 }],
};

/** The searches by a member that go wrong: every test of its kind answers, and a member without a kind is unknown. */
const refusals = async (at: string, member: Member): Promise<string[]> => {
  const kinds = member.search === '' ? [] : member.search.split('/');
  const wishes = kinds.flatMap((kind) => tests[kind] ?? [{ missing: kind }]);
  const criteria = wishes.map((wish) => ({ ...(kinds[0] !== 'ID' && { fieldName: member.name }), ...wish }));
  const found: string[] = [];
  for (const criterion of criteria) {
    const { status, body } = await ask(`${at}/search`, { maxItems: 2, searchCriteria: [criterion] });
    if (status !== 200) found.push(`${JSON.stringify(criterion)}: ${status} ${body.message}`);
  }
  if (kinds.length > 0) return found;
  const vain = { fieldName: member.name, nullTest: false };
  const { status, body } = await ask(`${at}/search`, { searchCriteria: [vain] });
  const refused =
    status === 400 && body.message === `Invalid SearchFilter: unknown fieldName: ${member.name}`;
  return refused ? [] : [`${member.name} should be unknown: ${status} ${body.message}`];
};

/** Agents' version profiles are only listed and described. */
const searched = Object.entries(resources).filter(([name]) => name !== 'agentVersionControlProfile');
const tables = factsAreHere ? memberTables() : new Map<string, readonly Member[]>();

describe.skipIf(!factsAreHere)('searches as the recorded facts have them', () => {
  it.each(searched)('%s, by every member', async (name, path) => {
    const at = path
      .replace(/\/\{\w+\}$/, '')
      .replace('{policyID}', String(policyID))
      .replace(/\{\w+\}/, '1');
    const found: string[] = [];
    for (const member of tables.get(name) ?? []) found.push(...(await refusals(at, member)));
    expect(found).toEqual([]);
  });

  it.each(['interface', 'noConnectorVirtualMachineSummary'])('computers by their %s', async (sub) => {
    const found: string[] = [];
    const slash = sub === 'interface' ? 'interfaces' : sub;
    for (const member of (tables.get(sub) ?? []).filter(({ search }) => search !== '')) {
      found.push(...(await refusals('computers', { ...member, name: `${slash}/${member.name}` })));
    }
    expect(found).toEqual([]);
  });
});
