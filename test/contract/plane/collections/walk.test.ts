import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../../../shared/schema/routes/collections.ts';
import { collectionsFunction } from '../../../support/api-functions.ts';
import { call, type HttpHandler } from '../../../support/call.ts';
import { commerce, type TestTenant } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let table: TestTable;
let handler: HttpHandler;
let plane: ReturnType<typeof commerce>;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  table = await startTable();
  handler = collectionsFunction(table.store);
  plane = commerce(table.store);
  tenant = await plane.tenant();
  other = await plane.tenant();
  // What notification rules of the walk name.
  await ask('notificationdestinations', { name: 'Reader', type: 'mail' });
});
afterAll(() => table.stop());

type Body = Record<string, unknown> & { ID: number; message?: string };
const ask = (path: string, body?: unknown, method?: string, auth = tenant.auth) =>
  call<Body>(handler, { path: `/api/${path}`, headers: auth, body, ...(method && { method }) });

interface Walk {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What a manager fills in. */
  readonly filled: Readonly<Record<string, unknown>>;
  readonly change: Readonly<Record<string, unknown>>;
  /** Written and never answered. */
  readonly secret?: string;
  /** Members that change by themselves with an update. */
  readonly moves?: Readonly<Record<string, unknown>>;
  readonly bad: readonly (readonly [Readonly<Record<string, unknown>>, string])[];
}

/** Conditions of a notification rule that ask nothing. */
const anything = {
  ruleIDs: [],
  cves: [],
  actions: [],
  reasons: [],
  computerIDs: [],
  computerGroupIDs: [],
  policyIDs: [],
  addresses: [],
  eventIDs: [],
};

const scan = {
  type: 'scan-for-recommendations',
  scheduleDetails: {
    timeZone: 'Asia/Tokyo',
    recurrenceType: 'monthly',
    monthlyScheduleParameters: {
      startTime: 1,
      frequencyType: 'custom',
      weekOfMonth: 'last',
      months: ['feburary'],
    },
  },
  scanForRecommendationsTaskParameters: { computerFilter: { type: 'all-computers' } },
};

const walks: readonly Walk[] = [
  {
    path: 'iplists',
    body: { items: ['::1'] },
    filled: { description: '' },
    change: { items: [] },
    bad: [[{ items: [5] }, 'items.0']],
  },
  { path: 'maclists', body: {}, filled: { items: [] }, change: { items: ['00:11:22:33:44:55'] }, bad: [] },
  {
    path: 'portlists',
    body: {},
    filled: { items: [] },
    change: { items: ['1-2'] },
    bad: [[{ items: ['2-1'] }, 'items.0']],
  },
  {
    path: 'schedules',
    body: {},
    filled: { hoursOfWeek: Array.from({ length: 168 }, () => true) },
    change: { hoursOfWeek: Array.from({ length: 168 }, (_, hour) => hour < 24) },
    bad: [
      [{ hoursOfWeek: [true] }, '168'],
      [{ hoursOfWeek: Array.from({ length: 168 }, () => 'perhaps') }, 'hoursOfWeek.0'],
    ],
  },
  {
    path: 'contexts',
    body: { localConnectionsEnabled: 'True' },
    filled: { localConnectionsEnabled: true, noInternetEnabled: false, restrictedInterfacesEnabled: false },
    change: { noConnectionEnabled: true },
    bad: [[{ noConnectionEnabled: 'x' }, 'noConnectionEnabled']],
  },
  {
    path: 'statefulconfigurations',
    body: { tcpstatefulInspectionEnabled: true, maxIncomingConnections: 100 },
    filled: { tcpstatefulInspectionEnabled: true, udpstatefulLoggingEnabled: false },
    change: { maxHalfOpenConnections: 5 },
    bad: [[{ maxIncomingConnections: -1 }, 'maxIncomingConnections']],
  },
  {
    path: 'computergroups',
    body: { parentGroupID: 0 },
    filled: { type: 'folder', description: '' },
    change: { description: 'x' },
    bad: [[{ parentGroupID: 4711 }, 'parentGroupID']],
  },
  {
    path: 'contacts',
    body: { emailAddress: 'a@example.com', reportPDFPassword: 'open sesame', roleID: 2 },
    filled: { locale: 'en-US', reportPDFPasswordEnabled: false, roleID: 2 },
    change: { emailAddress: '' },
    secret: 'open sesame',
    bad: [
      [{ emailAddress: 'nobody' }, 'emailAddress'],
      [{ roleID: 4711 }, 'roleID'],
      [{ locale: 'fr-FR' }, 'locale'],
    ],
  },
  {
    path: 'administrators',
    body: { username: 'walker', password: 'open sesame', roleID: 2 },
    filled: { active: true, timeFormat: '24', mfaType: 'none', created: expect.any(Number), type: 'normal' },
    change: { fullName: 'Ann' },
    secret: 'open sesame',
    bad: [
      [{ username: 'x', roleID: 4711 }, 'roleID'],
      [{ username: 'x' }, 'roleID'],
      [{ roleID: 2 }, 'username'],
    ],
  },
  {
    path: 'scheduledtasks',
    body: scan,
    filled: { enabled: false, scheduleDetails: scan.scheduleDetails },
    change: { enabled: true, runNow: true },
    bad: [
      [{ type: 'scan-for-recommendations' }, 'scheduleDetails'],
      [{ ...scan, type: 'make-coffee' }, 'type'],
      [
        {
          ...scan,
          scanForRecommendationsTaskParameters: { computerFilter: { type: 'computer', computerID: 9 } },
        },
        'computerID',
      ],
    ],
  },
  {
    path: 'eventbasedtasks',
    body: { type: 'agent-initiated-activation', conditions: [{ field: 'hostname', value: '^web' }] },
    filled: { enabled: false, actions: [] },
    change: { actions: [{ type: 'activate', parameterValue: 5 }] },
    bad: [
      [{}, 'type'],
      [{ type: 'agent-ip-changed', actions: [{ type: 'assign-policy', parameterValue: 9 }] }, 'actions.0'],
    ],
  },
  {
    path: 'firewallrules',
    body: { protocol: 'tcp', destinationPortType: 'multiple', destinationPortMultiple: ['80'] },
    filled: { action: 'deny', priority: '0', frameNumber: 2048, anyFlags: true },
    change: { action: 'log-only', priority: '4' },
    bad: [[{ sourceIPType: 'single' }, 'sourceIPValue']],
  },
  {
    path: 'intrusionpreventionrules',
    body: { applicationTypeID: 300, template: 'signature', signature: 'evil' },
    filled: { type: 'custom', action: 'drop', detectOnly: false, canBeAssignedAlone: true },
    change: { detectOnly: true },
    moves: { lastUpdated: expect.any(Number) },
    bad: [[{ applicationTypeID: 300, template: 'signature' }, 'signature']],
  },
  {
    path: 'applicationtypes',
    body: { portType: 'multiple', portMultiple: ['7777'] },
    filled: { direction: 'incoming', protocol: 'tcp', recommendationsMode: 'disabled' },
    change: { portMultiple: ['7778', '8000-8010'] },
    bad: [[{ portType: 'multiple' }, 'portMultiple']],
  },
  {
    path: 'notificationdestinations',
    body: { type: 'webhook', url: 'https://soc.example/hook', signingSecret: 'open sesame' },
    filled: { enabled: true, verifyCertificate: true, hasSecret: true },
    change: { description: 'x' },
    secret: 'open sesame',
    bad: [
      [{}, 'type'],
      [{ type: 'webhook' }, 'url'],
      [{ type: 'webhook', url: 'ftp://soc.example/' }, 'url'],
      [{ type: 'webhook', url: 'https://user:word@soc.example/' }, 'url'],
      [{ type: 'mail', url: 'https://soc.example/' }, 'url'],
      [{ type: 'mail', recipients: ['a@example.com\r\nBcc: b@example.com'] }, 'recipients.0'],
      [{ type: 'sns', topicArn: 'arn:aws:sqs:us-east-1:123456789012:x', accessKey: 'A' }, 'topicArn'],
      [{ type: 'syslog', server: 'log.example', port: 0 }, 'port'],
      [{ type: 'syslog', server: 'log.example', password: 'x' }, 'password'],
    ],
  },
  {
    path: 'notificationrules',
    body: { eventClass: 'system', destinationIDs: [1] },
    filled: { enabled: true, digestMinutes: 15, conditions: { ruleIDs: [], addresses: [] } },
    change: { conditions: { ...anything, severityAtLeast: 'warning' }, digestMinutes: 5 },
    bad: [
      [{ eventClass: 'system', destinationIDs: [4711] }, 'destinationIDs'],
      [{ eventClass: 'system', destinationIDs: [] }, 'destinationIDs'],
      [
        { eventClass: 'system', destinationIDs: [1], conditions: { severityAtLeast: 'high' } },
        'severityAtLeast',
      ],
      [{ eventClass: 'alert', destinationIDs: [1], conditions: { addresses: ['all'] } }, 'addresses.0'],
      [{ eventClass: 'system', destinationIDs: [1], digestMinutes: 0 }, 'digestMinutes'],
    ],
  },
];

it('walks every collection that can be changed', () => {
  const changeable = collections.filter(({ readOnly }) => !readOnly).map(({ path }) => path);
  expect(walks.map(({ path }) => `/api/${path}`).sort()).toEqual([...changeable].sort());
});

describe.each(walks)('$path', ({ path, body, filled, change, secret, bad, moves }) => {
  const collection = collections.find((each) => each.path === `/api/${path}`);
  const { envelope = '', read } = collection ?? {};
  const nameMember = path === 'administrators' ? 'username' : 'name';
  const named = (name: string) => ({ ...(nameMember === 'name' && { name }), ...body });

  it('create, read, partial update, search, list, delete', async () => {
    const made = await ask(path, { ...named('Walk'), ID: 4711, unknown: { to: 'us' } });
    expect(made).toMatchObject({ status: 200, body: { ...filled, [nameMember]: expect.any(String) } });
    expect(read?.safeParse(made.body).success).toBe(true);
    const { ID } = made.body;
    expect((await ask(`${path}/${ID}`)).body).toEqual(made.body);
    const changed = await ask(`${path}/${ID}`, change);
    const { runNow: _, ...answered } = change;
    expect(changed).toMatchObject({ status: 200, body: { ...made.body, ...answered, ...moves } });
    // An update with everything that was read, as Ansible's "merged" sends it, changes nothing more.
    expect(await ask(`${path}/${ID}`, changed.body)).toMatchObject({ status: 200, body: changed.body });
    const list = (await ask(path)).body[envelope] as Body[];
    expect(list).toContainEqual(changed.body);
    const found = await ask(`${path}/search`, {
      searchCriteria: [{ fieldName: nameMember, stringValue: '%walk%' }],
    });
    expect(found.body).toEqual({ [envelope]: [changed.body] });
    expect((await ask(`${path}/search`, {})).body[envelope]).toEqual(list);
    if (secret) {
      expect(JSON.stringify([made, changed, list, found])).not.toContain(secret);
      expect(JSON.stringify(await table.dump())).not.toContain(secret);
    }
    for (const method of ['GET', 'DELETE'])
      expect((await ask(`${path}/${ID}`, undefined, method, other.auth)).status).toBe(404);
    expect((await ask(`${path}/${ID}`, change, 'POST', other.auth)).status).toBe(404);
    expect(await ask(`${path}/${ID}`, { ids: [1] }, 'DELETE')).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect((await ask(`${path}/${ID}`)).status).toBe(404);
    expect((await ask(`${path}/${ID}`, undefined, 'DELETE')).status).toBe(404);
  });

  it('refuses bad values by name, a taken name, and unknown search fields; nothing changes', async () => {
    await ask(path, named('Taken'));
    const before = await table.dump();
    for (const [wrong, word] of bad) {
      const refused = await ask(path, { ...(nameMember === 'name' && { name: 'Bad' }), ...wrong });
      expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining(word)]);
    }
    expect(await ask(path, named('TAKEN'))).toMatchObject({ status: 400, body: { reason: 'name-taken' } });
    expect(
      await ask(`${path}/search`, { searchCriteria: [{ fieldName: 'nope', stringValue: 'x' }] }),
    ).toMatchObject({
      status: 400,
      body: { message: 'Invalid SearchFilter: unknown fieldName: nope' },
    });
    const after = await table.dump();
    expect(after).toEqual(before);
  });
});

describe('in use', () => {
  it('a computer group names its subgroup', async () => {
    const { body: parent } = await ask('computergroups', { name: 'Parent' });
    const { body: child } = await ask('computergroups', { name: 'Child', parentGroupID: parent.ID });
    expect(await ask(`computergroups/${parent.ID}`, undefined, 'DELETE')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('computer group "Child"') },
    });
    expect((await ask(`computergroups/${child.ID}`, { parentGroupID: 0 })).body).not.toHaveProperty(
      'parentGroupID',
    );
    expect((await ask(`computergroups/${parent.ID}`, undefined, 'DELETE')).status).toBe(200);
  });
});

describe('what comes with the service', () => {
  it('report templates are listed, searched and described, and not changed', async () => {
    const { body } = await ask('reporttemplates');
    expect((body.reportTemplates as Body[]).length).toBe(13);
    const csv = await ask('reporttemplates/search', {
      searchCriteria: [{ fieldName: 'tagFilterSupported', booleanTest: true }],
    });
    expect((csv.body.reportTemplates as Body[]).map(({ ID }) => ID)).toEqual([2, 5, 7, 12]);
    expect((await ask('reporttemplates/10')).body).toMatchObject({ supportedFormats: ['csv'] });
    expect((await ask('reporttemplates', { name: 'x' })).status).toBe(405);
    expect((await ask('reporttemplates/99')).status).toBe(404);
  });

  it('a built-in stateful configuration can be changed for oneself and not deleted', async () => {
    const { body } = await ask('statefulconfigurations/1');
    expect(body).toMatchObject({ ID: 1, tcpstatefulInspectionEnabled: true });
    const changed = await ask('statefulconfigurations/1', { tcpstatefulLoggingEnabled: true });
    expect(changed.body).toEqual({ ...body, tcpstatefulLoggingEnabled: true });
    expect((await ask('statefulconfigurations/1')).body).toEqual(changed.body);
    expect((await ask('statefulconfigurations')).body.statefulConfigurations).toContainEqual(changed.body);
    expect((await ask('statefulconfigurations/1', undefined, 'GET', other.auth)).body).toEqual(body);
    expect((await ask('statefulconfigurations/1', undefined, 'DELETE')).status).toBe(403);
  });

  it('agent versions are chosen by platform', async () => {
    const path = 'agentversioncontrolprofiles/1/agentversioncontrols';
    const { body } = await ask(path);
    const [first] = body.agentVersionControls as Body[];
    expect(first).toMatchObject({ ID: 1, os: 'Linux', type: 'latest' });
    const chosen = { agentVersionControls: [{ ID: 1, type: 'specified', version: '0.1.0' }] };
    expect((await ask(path, chosen)).status).toBe(200);
    expect((await ask(`${path}/1`)).body).toMatchObject({ type: 'specified', version: '0.1.0' });
    expect((await ask(`${path}/2`)).body).toMatchObject({ type: 'latest' });
    const found = await ask(`${path}/search`, {
      searchCriteria: [{ fieldName: 'type', choiceValue: 'specified' }],
    });
    expect(found.body.agentVersionControls).toHaveLength(1);
    const bad = await ask(path, { agentVersionControls: [{ ID: 1, type: 'specified', version: '99' }] });
    expect([bad.status, bad.body.message]).toEqual([
      400,
      expect.stringContaining('agentVersionControls.0.version'),
    ]);
    expect((await ask('agentversioncontrolprofiles/2')).status).toBe(404);
  });
});
