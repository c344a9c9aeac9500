import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRights } from '../../../../shared/domain/access/rights.ts';
import { rightsOnWire } from '../../../../shared/schema/api/access/role.ts';
import { routes } from '../../../../shared/schema/routes/index.ts';
import { changeAlert } from '../../../../shared/table/entities/alert/alert.ts';
import { systemEvent } from '../../../../shared/table/entities/event/system-event.ts';
import { everything } from '../../../support/everything.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { seedKey } from '../../../support/tenant.ts';

interface Thing {
  readonly ID: number;
  readonly name: string;
  readonly secretKey: string;
  readonly message: string;
  readonly reason: string;
  readonly [list: string]: unknown;
}
type Auth = { readonly 'api-secret-key': string };

let table: TestTable;
let ask: <T = Thing>(
  auth: Auth,
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: T }>;
let full: Auth;
let tenant: string;
/** What the narrowed key reaches, and what it does not. */
const mine = { computer: 0, grouped: 0, group: 0, policy: 0 };
const other = { computer: 0, group: 0, policy: 0 };
let narrow: Auth;
let narrowRole: number;

beforeAll(async () => {
  table = await startTable();
  const call = everything(table.store);
  ask = (auth, method, path, body) => {
    const [plain = '', query] = path.split('?');
    return call({
      ...{ method, path: `/api/${plain}`, headers: auth },
      ...(query && { query: Object.fromEntries(new URLSearchParams(query)) }),
      ...(body !== undefined && { body }),
    });
  };
  tenant = crypto.randomUUID();
  full = { 'api-secret-key': await seedKey(table.store, tenant) };
  const make = async (path: string, body: object): Promise<number> => {
    const made = await ask(full, 'POST', path, body);
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 200 });
    return made.body.ID;
  };
  mine.group = await make('computergroups', { name: 'Mine' });
  other.group = await make('computergroups', { name: 'Theirs' });
  mine.policy = await make('policies', { name: 'Mine' });
  other.policy = await make('policies', { name: 'Theirs' });
  mine.computer = await make('computers', { hostName: 'mine' });
  mine.grouped = await make('computers', { hostName: 'grouped', groupID: mine.group });
  other.computer = await make('computers', {
    ...{ hostName: 'theirs', groupID: other.group, policyID: other.policy },
  });
  narrowRole = await make('roles', {
    name: 'Narrow',
    rights: rightsOnWire(allRights),
    allComputers: false,
    allPolicies: false,
    computerIDs: [mine.computer],
    computerGroupIDs: [mine.group],
    policyIDs: [mine.policy],
  });
  narrow = await keyWith(narrowRole);
});
afterAll(() => table.stop());

const keyWith = async (roleID: number): Promise<Auth> => {
  const made = await ask(full, 'POST', 'apikeys', { keyName: `of role ${roleID}`, roleID });
  return { 'api-secret-key': made.body.secretKey };
};
const ids = async (auth: Auth, path: string, envelope: string, body?: object): Promise<number[]> => {
  const found = await ask(auth, body ? 'POST' : 'GET', path, body);
  return (found.body[envelope] as Thing[]).map(({ ID }) => ID);
};

/** Every route that names a computer, computer group or policy in its path. */
const placed = routes.filter(
  ({ path, allow }) => allow.who === 'tenant' && /\{(computerID|computerGroupID|policyID)\}/.test(path),
);

describe('what a role does not reach', () => {
  it.each(placed.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'is not there: %s',
    async (_, route) => {
      const at = (ids: Record<string, number>) =>
        route.path
          .replace(/^\/api\//, '')
          .replace(/\{(\w+)\}/g, (__, name) =>
            name === 'name' ? 'firewallSettingEngineOptionsEnabled' : String(ids[name] ?? 1),
          );
      const body = route.body
        ? { name: 'x', ruleIDs: [], value: 'true', interfaceID: 1, description: 'x' }
        : undefined;
      const theirs = at({
        computerID: other.computer,
        computerGroupID: other.group,
        policyID: other.policy,
      });
      const nowhere = at({ computerID: 999_999, computerGroupID: 999_999, policyID: 999_999 });
      const outside = await ask(narrow, route.method, theirs, body);
      expect(outside.status).toBe(404);
      expect(outside.body).toEqual((await ask(full, route.method, nowhere, body)).body);
    },
  );

  it('is still as it was', async () => {
    expect((await ask(full, 'GET', `computers/${other.computer}`)).body).toMatchObject({
      ...{ hostName: 'theirs', policyID: other.policy },
    });
    expect((await ask(full, 'GET', `policies/${other.policy}`)).body.name).toBe('Theirs');
    expect((await ask(full, 'GET', `computergroups/${other.group}`)).body.name).toBe('Theirs');
  });

  it('is in no list and no search, whatever the page', async () => {
    const found = [mine.computer, mine.grouped];
    expect(await ids(narrow, 'computers', 'computers')).toEqual(found);
    expect(await ids(narrow, 'computers?expand=all', 'computers')).toEqual(found);
    expect(await ids(narrow, 'computers/search', 'computers', {})).toEqual(found);
    const page = { maxItems: 1, searchCriteria: [{ fieldName: 'ID', idTest: 'greater-than', idValue: 0 }] };
    expect(await ids(narrow, 'computers/search', 'computers', page)).toEqual([mine.computer]);
    const none = { searchCriteria: [{ fieldName: 'hostName', stringValue: 'theirs' }] };
    expect(await ids(narrow, 'computers/search', 'computers', none)).toEqual([]);
    expect(await ids(narrow, 'policies', 'policies')).toEqual([mine.policy]);
    expect(await ids(narrow, 'policies/search', 'policies', {})).toEqual([mine.policy]);
    expect(await ids(narrow, 'computergroups', 'computerGroups')).toEqual([mine.group]);
    expect(await ids(narrow, 'computergroups/search', 'computerGroups', {})).toEqual([mine.group]);
    expect(await ids(full, 'computers', 'computers')).toHaveLength(3);
  });

  it('cannot be referred to, as if it did not exist', async () => {
    for (const [path, body, member] of [
      [`computers/${mine.computer}`, { policyID: other.policy }, 'policyID'],
      [`computers/${mine.computer}`, { groupID: other.group }, 'groupID'],
      ['computers', { hostName: 'new', groupID: other.group }, 'groupID'],
      [`policies/${mine.policy}`, { parentID: other.policy }, 'parentID'],
      [`computergroups/${mine.group}`, { parentGroupID: other.group }, 'parentGroupID'],
      ['activationtokens', { policyID: other.policy, groupID: mine.group, fixed: true }, 'policyID'],
      ['activationtokens', { policyID: mine.policy, groupID: other.group, fixed: true }, 'groupID'],
      ['agentdeploymentscripts', { platform: 'linux', policyID: other.policy }, 'policyID'],
    ] as const) {
      const refused = await ask(narrow, 'POST', path, body);
      expect(refused.status, `${path} ${refused.body.message}`).toBe(400);
      expect(refused.body.message).toMatch(new RegExp(`^${member}: there is no`));
    }
  });

  it('cannot be made, nor what stands above everything changed', async () => {
    for (const [method, path, body] of [
      ['POST', 'policies', { name: 'New' }],
      ['POST', 'computergroups', { name: 'New' }],
      ['POST', 'computers', { hostName: 'ungrouped' }],
      ['POST', `computers/${mine.grouped}`, { groupID: 0 }],
      ['POST', 'policies/default', { firewallSettingEngineOptionsEnabled: { value: 'true' } }],
      ['POST', 'activationtokens', { name: 'anywhere' }],
      ['POST', 'eventbasedtasks', { name: 'x', type: 'agent-ip-changed', actions: [], conditions: [] }],
      ['GET', 'trail', undefined],
      [
        'POST',
        'scheduledtasks',
        { name: 'x', type: 'send-policy', scheduleDetails: { recurrenceType: 'none' } },
      ],
    ] as const) {
      const refused = await ask(narrow, method, path, body);
      expect(refused, `${path} ${refused.body.message}`).toMatchObject({
        ...{ status: 403, body: { reason: 'beyond-own-reach' } },
      });
    }
  });
});

describe('what a role reaches', () => {
  it('can be changed and written back whole', async () => {
    const { body: computer } = await ask(narrow, 'GET', `computers/${mine.computer}`);
    const changed = await ask(narrow, 'POST', `computers/${mine.computer}`, {
      ...computer,
      ...{ description: 'changed', policyID: mine.policy, groupID: mine.group },
    });
    expect(changed.body).toMatchObject({ description: 'changed', policyID: mine.policy });
    const { body: policy } = await ask(narrow, 'GET', `policies/${mine.policy}`);
    expect((await ask(narrow, 'POST', `policies/${mine.policy}`, policy)).status).toBe(200);
    const made = await ask(narrow, 'POST', 'computers', { hostName: 'made', groupID: mine.group });
    expect(made.status).toBe(200);
    expect((await ask(narrow, 'DELETE', `computers/${made.body.ID}`)).status).toBe(200);
  });

  it('is not run at once without the right to run tasks', async () => {
    const rights = rightsOnWire(allRights.filter((right) => !right.endsWith('canExecuteScheduledTasks')));
    const { body: role } = await ask(full, 'POST', 'roles', { name: 'Plans only', rights });
    const key = await keyWith(role.ID);
    const task = { name: 'now', type: 'send-policy', scheduleDetails: { recurrenceType: 'none' } };
    const refused = await ask(key, 'POST', 'scheduledtasks', { ...task, runNow: true });
    expect(refused).toMatchObject({ status: 403, body: { reason: 'missing-right' } });
    const later = await ask(key, 'POST', 'scheduledtasks', { ...task, runNow: false });
    expect(later.status).toBe(200);
    const run = await ask(key, 'POST', `scheduledtasks/${later.body.ID}`, { runNow: true });
    expect(run.status).toBe(403);
  });

  it('can be given to tasks and activation tokens', async () => {
    const task = (computerFilter: object) => ({
      name: `Send ${JSON.stringify(computerFilter)}`,
      type: 'send-policy',
      scheduleDetails: { recurrenceType: 'none' },
      sendPolicyTaskParameters: { computerFilter },
    });
    const own = await ask(
      narrow,
      'POST',
      'scheduledtasks',
      task({ type: 'computer', computerID: mine.computer }),
    );
    expect(own, own.body.message).toMatchObject({ status: 200 });
    const theirs = { type: 'computers-in-group', computerGroupID: other.group };
    expect((await ask(narrow, 'POST', 'scheduledtasks', task(theirs))).status).toBe(400);
    const { body: all } = await ask(full, 'POST', 'scheduledtasks', task({ type: 'all-computers' }));
    for (const [method, body] of [
      ['POST', { name: 'mine now' }],
      ['DELETE', undefined],
    ] as const) {
      expect((await ask(narrow, method, `scheduledtasks/${all.ID}`, body)).status).toBe(403);
    }
    const token = { name: 'mine', groupID: mine.group, policyID: mine.policy, fixed: true };
    const { body: ownToken } = await ask(narrow, 'POST', 'activationtokens', token);
    const { body: widest } = await ask(full, 'POST', 'activationtokens', { name: 'anywhere' });
    expect(await ids(narrow, 'activationtokens', 'activationTokens')).toEqual([ownToken.ID]);
    expect((await ask(narrow, 'DELETE', `activationtokens/${widest.ID}`)).status).toBe(404);
  });
});

describe('events and alerts', () => {
  const raise = (computerID: number | undefined, target: string) =>
    changeAlert(table.store, tenant, 'intrusion-prevention-rule-alert', target, () => ({
      ...{ type: 'intrusion-prevention-rule-alert', target, state: 'raised', began: 1, raised: 1, last: 1 },
      ...{ count: 1, blocked: 0, sources: [], subject: { ...(computerID && { computerID }) }, causes: [] },
    }));
  const alert = (target: string) => `alerts/intrusion-prevention-rule-alert:${target}`;

  it('of computers out of reach are not there', async () => {
    await raise(mine.grouped, 'mine');
    await raise(other.computer, 'theirs');
    const listed = await ask<{ alerts: { ID: string }[] }>(narrow, 'GET', 'alerts');
    expect(listed.body.alerts.map(({ ID }) => ID)).toEqual(['intrusion-prevention-rule-alert:mine']);
    expect((await ask(narrow, 'GET', alert('theirs'))).status).toBe(404);
    expect((await ask(narrow, 'POST', alert('theirs'), { state: 'dismissed' })).status).toBe(404);
    expect((await ask(narrow, 'POST', alert('mine'), { state: 'dismissed' })).status).toBe(200);
  });

  it('that concern no computer need their own rights', async () => {
    await raise(undefined, 'global');
    const rights = rightsOnWire(
      allRights.filter((right) => !/canViewNotRelatedToComputers|canDismissGlobalAlerts/.test(right)),
    );
    const { body: role } = await ask(full, 'POST', 'roles', { name: 'Computers only', rights });
    const key = await keyWith(role.ID);
    expect((await ask(key, 'GET', alert('global'))).status).toBe(404);
    await ask(full, 'POST', `roles/${role.ID}`, {
      rights: { platformRights: { computerRights: { canViewNotRelatedToComputers: true } } },
    });
    expect((await ask(key, 'GET', alert('global'))).status).toBe(200);
    const refused = await ask(key, 'POST', alert('global'), { state: 'dismissed' });
    expect(refused).toMatchObject({ status: 403, body: { reason: 'missing-right' } });
    expect((await ask(full, 'POST', alert('global'), { state: 'dismissed' })).status).toBe(200);
  });

  it('of the system show only computers and policies in reach', async () => {
    const at = Date.now();
    const tell = (targetType: string, targetID: number) =>
      table.store.put(
        systemEvent(tenant, {
          ...{ id: `${targetType}-${targetID}`, at, number: 1, severity: 'info', title: 'Told' },
          ...{ actionBy: 'x', targetType, targetID },
        }),
      );
    for (const [type, ID] of [
      ['Computer', mine.grouped],
      ['Computer', other.computer],
      ['Policy', mine.policy],
      ['Policy', other.policy],
    ] as const) {
      await tell(type, ID);
    }
    const told = await ask<{ systemEvents: { title: string; targetType: string; targetID: number }[] }>(
      narrow,
      'GET',
      'events/system?limit=1000',
    );
    const shown = told.body.systemEvents.filter(({ title }) => title === 'Told');
    expect(new Set(shown.map(({ targetID, targetType }) => `${targetType} ${targetID}`))).toEqual(
      new Set([`Computer ${mine.grouped}`, `Policy ${mine.policy}`]),
    );
  });
});

describe('nobody raises a reach or rights with what they have', () => {
  const wider = [
    ['all computers', { allComputers: true }],
    ['another computer', () => ({ computerIDs: [other.computer] })],
    ['the id of a computer that is theirs by its group', () => ({ computerIDs: [mine.grouped] })],
    ['another group', () => ({ computerGroupIDs: [other.group] })],
    ['all policies', { allPolicies: true }],
    ['another policy', () => ({ policyIDs: [other.policy] })],
  ] as const;
  const narrowed = { allComputers: false, allPolicies: false };

  it.each(wider)('by a role with %s', async (_, given) => {
    const reach = typeof given === 'function' ? given() : given;
    const made = await ask(narrow, 'POST', 'roles', { name: 'Wider', ...narrowed, ...reach });
    expect(made).toMatchObject({ status: 403, body: { reason: 'beyond-own-reach' } });
    const changed = await ask(narrow, 'POST', `roles/${narrowRole}`, reach);
    expect(changed).toMatchObject({ status: 403, body: { reason: 'beyond-own-reach' } });
  });

  it('by a role that others made, an administrator, a contact or a key with one', async () => {
    const { body: wide } = await ask(full, 'POST', 'roles', { name: 'Wide, without rights' });
    const { body: key } = await ask(full, 'POST', 'apikeys', { keyName: 'wide', roleID: wide.ID });
    const { body: contact } = await ask(full, 'POST', 'contacts', { name: 'wide', roleID: wide.ID });
    for (const [method, path, body] of [
      ['POST', `roles/${wide.ID}`, { name: 'x' }],
      ['DELETE', `roles/${wide.ID}`, undefined],
      ['DELETE', `contacts/${contact.ID}`, undefined],
      ['POST', 'apikeys', { keyName: 'x', roleID: wide.ID }],
      ['POST', 'apikeys', { keyName: 'x', roleID: 1 }],
      ['POST', `apikeys/${key.ID}`, { roleID: narrowRole }],
      ['POST', `apikeys/${key.ID}/secretkey`, undefined],
      ['DELETE', `apikeys/${key.ID}`, undefined],
      ['POST', 'administrators', { username: 'x', roleID: wide.ID }],
      ['POST', 'contacts', { name: 'x', roleID: wide.ID }],
    ] as const) {
      const refused = await ask(narrow, method, path, body);
      expect(refused.status, `${method} ${path} ${refused.body.message}`).toBe(403);
      expect(refused.body.reason).toMatch(/^beyond-own-(reach|rights)$/);
    }
  });

  it('but may give what they have, or less', async () => {
    const less = { ...narrowed, name: 'Less', computerIDs: [mine.computer], policyIDs: [mine.policy] };
    const made = await ask(narrow, 'POST', 'roles', less);
    expect(made, made.body.message).toMatchObject({ status: 200 });
    const key = await ask(narrow, 'POST', 'apikeys', { keyName: 'less', roleID: made.body.ID });
    expect(key.status).toBe(200);
  });
});
