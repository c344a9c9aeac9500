import type { Ready } from '../../../infra/local/ready.ts';
import { makeCertificate } from '../../support/tls.ts';
import { fieldAgent } from './field-agent.ts';
import { eventually, newTenant } from './tenant-api.ts';

/** Plain resources with the smallest body that makes one; the id's name in paths. */
const plain: readonly (readonly [path: string, param: string, body: object])[] = [
  ['iplists', 'ipListID', {}],
  ['maclists', 'macListID', {}],
  ['portlists', 'portListID', {}],
  ['schedules', 'scheduleID', {}],
  ['contexts', 'contextID', {}],
  ['statefulconfigurations', 'statefulConfigurationID', {}],
  ['computergroups', 'computerGroupID', {}],
  ['contacts', 'contactID', {}],
  ['administrators', 'administratorID', { username: 'theirs', roleID: 2 }],
  ['scheduledtasks', 'scheduledTaskID', { type: 'send-policy', scheduleDetails: { recurrenceType: 'none' } }],
  ['eventbasedtasks', 'eventBasedTaskID', { type: 'agent-ip-changed' }],
  ['roles', 'roleID', {}],
  ['firewallrules', 'firewallRuleID', {}],
  ['applicationtypes', 'applicationTypeID', { direction: 'incoming', protocol: 'tcp', portType: 'any' }],
  [
    'intrusionpreventionrules',
    'intrusionPreventionRuleID',
    { applicationTypeID: 300, template: 'signature', signature: 'attack-of-theirs' },
  ],
];

/** Ids that mean the same to every tenant, or that no tenant owns. */
export const sharedIds = [
  'agentVersionControlProfileID',
  'agentVersionControlID',
  'reportTemplateID',
  'name',
  'hash',
  'CVE',
  'alertType',
] as const;

/** A second tenant with one of everything; its ids by the names they have in paths. */
export const foreignThings = async (ready: Ready) => {
  const tenant = await newTenant(ready, 5);
  await eventually(
    () => tenant.api('GET', `/orders/${tenant.orderID}`),
    ({ body }) => body.state === ('done' as never),
  );
  const make = async (path: string, body: object): Promise<string> => {
    const made = await tenant.api('POST', path, body);
    if (made.status !== 200) throw new Error(`${path}: ${made.status} ${JSON.stringify(made.body)}`);
    return String(made.body.ID);
  };
  const ids: Record<string, string> = {};
  for (const [path, param, body] of plain) ids[param] = await make(`/${path}`, { name: 'Theirs', ...body });
  const there = Number(await make('/notificationdestinations', { name: 'Theirs', type: 'mail' }));
  ids.notificationDestinationID = String(there);
  const telling = { name: 'Theirs', eventClass: 'system', destinationIDs: [there] };
  ids.notificationRuleID = await make('/notificationrules', telling);
  // Several of each, so that an id of theirs is not by chance one of the first tenant's too.
  for (let i = 0; i < 4; i++) {
    ids.policyID = await make('/policies', { name: `Theirs ${i}` });
    ids.apiKeyID = await make('/apikeys', { keyName: `k${i}`, roleID: 2 });
    ids.activationTokenID = await make('/activationtokens', { name: `t${i}` });
  }
  ids.interfaceTypeID = await make(`/policies/${ids.policyID}/interfacetypes`, { name: 'Theirs' });
  const reportID = await make('/reports', { reportTemplateID: 10, format: 'csv' });
  ids.reportID = reportID;
  await eventually(
    () => tenant.api('GET', `/reports/${reportID}`),
    ({ body }) => body.state === ('done' as never),
  );
  const exportID = await make('/exports', { eventClass: 'agent' });
  ids.exportID = exportID;
  await eventually(
    () => tenant.api('GET', `/exports/${exportID}`),
    ({ body }) => body.state === ('done' as never),
  );
  const { ca } = await makeCertificate();
  ids.certificateID = await make('/certificates', { certificate: ca.toString() });
  const tenants = (await tenant.api('GET', '/tenants')).body.tenants as unknown as { ID: number }[];
  const place = { ...ready, tenantId: tenant.tenantId, activationToken: tenant.activationToken };
  for (const name of ['theirs-1', 'theirs-2']) {
    const host = fieldAgent(place, name);
    await host.activate();
    ids.computerID = String(host.id());
  }
  return {
    apiKey: tenant.apiKey,
    api: tenant.api,
    ids: {
      ...ids,
      orderID: String(tenant.orderID),
      statementID: '2026-01',
      tenantID: String(tenants[0]?.ID),
      alertID: `unable-to-communicate:computer-${ids.computerID}`,
      agentVersionControlProfileID: '1',
      agentVersionControlID: '1',
      reportTemplateID: '1',
      name: 'platformSettingHeartbeatInterval',
      hash: '0'.repeat(64),
      CVE: 'CVE-2021-44228',
      alertType: 'recommendation',
    } as Readonly<Record<string, string>>,
  };
};
export type ForeignThings = Awaited<ReturnType<typeof foreignThings>>;
