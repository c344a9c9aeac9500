import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { keys, partitions } from '../../../../shared/table/keys.ts';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { call } from '../../../support/call.ts';
import { everything } from '../../../support/everything.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

interface Thing {
  readonly ID: number;
  readonly message: string;
  readonly reason: string;
}

let table: TestTable;
let ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Thing }>;
let tenant: string;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(async () => {
  tenant = crypto.randomUUID();
  const headers = { 'api-secret-key': await seedKey(table.store, tenant) };
  const levels = everything(table.store);
  const collections = collectionsFunction(table.store);
  ask = (method, path, body) => {
    const options = { method, path: `/api/${path}`, headers, ...(body !== undefined && { body }) };
    return /^(policies|computers|roles)/.test(path) ? levels(options) : call<Thing>(collections, options);
  };
});

/** Ways to give a name, each with the smallest body that does. */
const named: readonly (readonly [path: string, member: string, body: object])[] = [
  ['policies', 'name', {}],
  ['roles', 'name', {}],
  ['computers', 'hostName', {}],
  ['iplists', 'name', {}],
  ['firewallrules', 'name', {}],
  ['computergroups', 'name', {}],
  ['administrators', 'username', { roleID: 2 }],
  ['contacts', 'name', {}],
];

const locks = async (): Promise<number> =>
  (await table.store.queryAll(partitions.names(tenant), z.object({ owner: z.number() }))).length;

describe.each(named)('a name of %s', (path, member, more) => {
  const make = (name: string) => ask('POST', path, { ...more, [member]: name });

  it('is given once, however many ask for it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => make(i % 2 === 0 ? 'the-name' : 'The-Name')),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(19);
    for (const { status, body } of refused) {
      expect(body, body.message).toMatchObject({ reason: 'name-taken' });
      expect(status).toBe(400);
      expect(body.message).toMatch(new RegExp(`^${path === 'roles' ? 'name' : member}: `));
    }
  });

  it('is free again after its thing is renamed or gone', async () => {
    const first = (await make('first')).body;
    expect((await ask('POST', `${path}/${first.ID}`, { [member]: 'second' })).status).toBe(200);
    const again = await make('first');
    expect(again, again.body.message).toMatchObject({ status: 200 });
    expect((await ask('DELETE', `${path}/${first.ID}`)).status).toBe(200);
    expect((await make('second')).status).toBe(200);
  });

  it('changes its letters’ case without a fight with itself', async () => {
    const { body } = await make('web');
    expect((await ask('POST', `${path}/${body.ID}`, { [member]: 'Web' })).status).toBe(200);
    expect((await ask('POST', `${path}/${body.ID}`, { description: 'kept' })).status).toBe(200);
    expect(await locks()).toBe(1);
  });
});

describe.each(named.filter(([path]) => path !== 'computers'))('renaming %s', (path, member, more) => {
  it('to one name at once leaves one with it', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ask('POST', path, { ...more, [member]: `name-${i}` })),
    );
    const answers = await Promise.all(
      made.map(({ body }) => ask('POST', `${path}/${body.ID}`, { [member]: 'wanted' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await locks()).toBe(8);
  });
});

it('a thing from before there were locks can be renamed and deleted, and its name is still refused', async () => {
  for (const [path, member, more] of named.filter(([path]) => path !== 'computers')) {
    const { body } = await ask('POST', path, { ...more, [member]: 'old' });
    for (const item of await table.store.queryAll(
      partitions.names(tenant),
      z.object({ pk: z.string(), sk: z.string() }),
    )) {
      await table.store.remove(item);
    }
    expect((await ask('POST', path, { ...more, [member]: 'old' })).body.reason).toBe('name-taken');
    const renamed = await ask('POST', `${path}/${body.ID}`, { [member]: 'new' });
    expect(renamed, renamed.body.message).toMatchObject({ status: 200 });
    expect((await ask('DELETE', `${path}/${body.ID}`)).status).toBe(200);
  }
});

it('a host name is taken over from a computer that its agent has renamed', async () => {
  const { body } = await ask('POST', 'computers', { hostName: 'web-1' });
  await table.store.update(
    keys.computer(tenant, body.ID),
    { set: { hostName: 'web-2' } },
    z.object({ hostName: z.string() }),
  );
  await table.store.put({
    ...keys.computerChange(tenant, body.ID),
    ...{ kind: 'computer-change', tenant, ID: body.ID, stamp: 'x' },
  } as never);
  const made = await ask('POST', 'computers', { hostName: 'web-1' });
  expect(made, made.body.message).toMatchObject({ status: 200 });
});
