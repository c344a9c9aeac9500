import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listHandlers } from '../../../../functions/rules/lists.ts';
import { api } from '../../../../shared/http/api.ts';
import { newObject } from '../../../../shared/table/entities/object/object.ts';
import { call, type HttpHandler, quietLogger } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let lists: HttpHandler;
let plane: ReturnType<typeof commerce>;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  table = await startTable();
  const deps = { store: table.store, logger: quietLogger(), now: Date.now };
  lists = api(deps, listHandlers(deps));
  plane = commerce(table.store);
  tenant = await plane.tenant();
  other = await plane.tenant();
});
afterAll(() => table.stop());

interface List {
  ID: number;
  name: string;
  description: string;
  items: string[];
}
const ask = <T = Record<string, unknown>>(
  path: string,
  body?: unknown,
  method?: string,
  auth = tenant.auth,
) => call<T>(lists, { path: `/api/${path}`, headers: auth, body, ...(method && { method }) });

describe.each([
  [
    'iplists',
    'ipLists',
    ['192.0.2.1', '10.0.0.0/8', '10.0.0.0/255.0.0.0', '10.0.0.1 - 10.0.0.9', '::1'],
    '1.2.3',
  ],
  ['maclists', 'macLists', ['00:11:22:aa:bb:cc # printer', ''], '00:11'],
  ['portlists', 'portLists', ['80', '8000 - 8010', '20-21'], '70000'],
])('%s', (path, envelope, items, bad) => {
  it('walk through create, read, partial update, search, list and delete', async () => {
    const made = await ask<List>(path, { name: 'Office', items, ID: 99, colour: 'red' });
    expect(made).toMatchObject({ status: 200, body: { name: 'Office', description: '', items } });
    const { ID } = made.body;
    expect((await ask(`${path}/${ID}`)).body).toEqual(made.body);
    const changed = await ask<List>(`${path}/${ID}`, { ...made.body, ID: 7, description: 'second floor' });
    expect(changed.body).toEqual({ ...made.body, description: 'second floor' });
    expect((await ask<List>(`${path}/${ID}`, { name: null, description: 'x' })).body).toEqual({
      ...made.body,
      description: 'x',
    });
    const filter = {
      maxItems: 'one',
      searchCriteria: [{ fieldName: 'name', stringValue: 'off%', stringWildcards: 'true' }],
    };
    expect((await ask(`${path}/search`, filter)).status).toBe(400);
    expect((await ask(`${path}/search`, { ...filter, maxItems: 1 })).body).toMatchObject({
      [envelope]: [{ ID }],
    });
    expect((await ask(`${path}/search`, {})).body).toEqual((await ask(path)).body);
    expect((await ask(path)).body).toMatchObject({ [envelope]: [{ ID }] });
    expect(await ask(`${path}/${ID}`, { ignored: true }, 'DELETE')).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect(await ask(`${path}/${ID}`)).toMatchObject({
      status: 404,
      body: { message: expect.stringMatching(/^The .* list does not exist\.$/) },
    });
    expect((await ask(path)).body).toEqual({ [envelope]: [] });
  });

  it('refuse what they should, by the name of the member, and change nothing', async () => {
    const { body: kept } = await ask<List>(path, { name: 'Kept' });
    const before = await table.dump();
    const refused = async (to: string, body: unknown, word: string) => {
      const answer = await ask(to, body);
      expect(answer.status, JSON.stringify(body)).toBe(400);
      expect(answer.body.message).toContain(word);
    };
    await refused(path, { name: 'kept' }, 'name');
    await refused(path, {}, 'name');
    await refused(path, { name: 'x', items: [bad] }, 'items.0');
    await refused(`${path}/${kept.ID}`, { items: 'text' }, 'items');
    await refused(
      `${path}/search`,
      { searchCriteria: [{ fieldName: 'items', stringValue: '%' }] },
      'unknown fieldName: items',
    );
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(
        (await ask(`${path}/${kept.ID}`, method === 'POST' ? {} : undefined, method, other.auth)).status,
      ).toBe(404);
    expect(await table.dump()).toEqual(before);
  });
});

it('names the rule that keeps a list in use', async () => {
  const { body } = await ask<List>('portlists', { name: 'Web' });
  const user = newObject(tenant.guid, 'applicationtypes', 10_000_001, { name: 'Shop', portListID: body.ID });
  await table.store.put(user);
  const refused = await ask(`portlists/${body.ID}`, undefined, 'DELETE');
  expect(refused).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('application type "Shop"') },
  });
});

it('lets one of two simultaneous changes through, or both one after the other', async () => {
  const { body } = await ask<List>('iplists', { name: 'Race' });
  const answers = await Promise.all([
    ask(`iplists/${body.ID}`, { description: 'a' }),
    ask(`iplists/${body.ID}`, { items: ['::1'] }),
  ]);
  const done = answers.filter(({ status }) => status === 200).length;
  expect(done).toBeGreaterThan(0);
  const now = await ask<List>(`iplists/${body.ID}`);
  if (done === 2) expect(now.body).toMatchObject({ description: 'a', items: ['::1'] });
});
