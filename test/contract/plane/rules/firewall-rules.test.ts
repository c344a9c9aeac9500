import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commerce } from '../../../support/commerce.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { asking, rulesFunction } from './support.ts';

let table: TestTable;
let ask: ReturnType<typeof asking>;
beforeAll(async () => {
  table = await startTable();
  ask = asking(rulesFunction(table.store), await commerce(table.store).tenant());
});
afterAll(() => table.stop());

interface Rule {
  ID: number;
  name: string;
}

describe('firewall rules', () => {
  it('are filled in as a manager does, walked through and deleted', async () => {
    const body = {
      name: 'test rule',
      description: 'incoming firewall',
      action: 'deny',
      priority: '0',
      sourceIPType: 'any',
      destinationIPType: 'any',
      direction: 'incoming',
      protocol: 'tcp',
      logDisabled: true,
    };
    const made = await ask<Rule>('firewallrules', body);
    const { ID, ...rest } = made.body;
    expect(rest).toEqual({
      ...body,
      frameType: 'ip',
      frameNumber: 2048,
      frameNot: false,
      protocolNot: false,
      sourceIPNot: false,
      sourceMACType: 'any',
      sourceMACNot: false,
      sourcePortType: 'any',
      sourcePortNot: false,
      destinationIPNot: false,
      destinationMACType: 'any',
      destinationMACNot: false,
      destinationPortType: 'any',
      destinationPortNot: false,
      anyFlags: true,
      includePacketData: false,
      alertEnabled: false,
    });
    expect(await ask('firewallrules', body)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching('^name: ') },
    });
    const changed = await ask<Rule>(`firewallrules/${ID}`, { ...made.body, description: 'changed' });
    expect(changed.body).toEqual({ ...made.body, description: 'changed' });
    expect((await ask('firewallrules/search', {})).body).toEqual({ firewallRules: [changed.body] });
    expect((await ask(`firewallrules/${ID}`, { ID }, 'DELETE')).status).toBe(200);
    expect((await ask('firewallrules')).body).toEqual({ firewallRules: [] });
  });

  it('name lists that exist, which then stay', async () => {
    const list = (await ask<Rule>('iplists', { name: 'Office', items: ['10.0.0.0/8'] })).body;
    const rule = { name: 'by list', sourceIPType: 'ip-list', sourceIPListID: list.ID };
    const made = await ask<Rule>('firewallrules', rule);
    expect(made).toMatchObject({ status: 200, body: { sourceIPListID: list.ID } });
    expect(await ask(`iplists/${list.ID}`, undefined, 'DELETE')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('by list') },
    });
    const cleared = await ask(`firewallrules/${made.body.ID}`, { sourceIPType: 'any', sourceIPListID: 0 });
    expect(cleared.body).not.toHaveProperty('sourceIPListID');
    expect((await ask(`iplists/${list.ID}`, undefined, 'DELETE')).status).toBe(200);
  });

  it.each<[object, object]>([
    [{ action: 'log-only' }, { priority: '4' }],
    [{ action: 'allow' }, { priority: '0' }],
    [{ frameType: 'arp' }, { frameNumber: 2054 }],
    [{ frameType: 'other', frameNumber: 35_020 }, { frameNumber: 35_020 }],
    [{ protocol: 'tcp', anyFlags: false, tcpflags: ['syn', 'fin'] }, { tcpflags: ['syn', 'fin'] }],
    [
      { protocol: 'icmp', ICMPType: 8, ICMPCode: 0 },
      { ICMPType: 8, ICMPCode: 0 },
    ],
    [{ sourceMACType: 'single', sourceMACValue: '00:11:22:33:44:55' }, { sourceMACType: 'single' }],
  ])('%o', async (more, expected) => {
    const made = await ask('firewallrules', { name: JSON.stringify(more), ...more });
    expect(made).toMatchObject({ status: 200, body: expected });
  });

  it.each<[string, object]>([
    ['priority', { action: 'allow', priority: '2' }],
    ['priority', { priority: 0 }],
    ['sourceIPListID', { sourceIPType: 'ip-list' }],
    [
      'destinationPortListID',
      { protocol: 'tcp', destinationPortType: 'port-list', destinationPortListID: 99 },
    ],
    ['scheduleID', { scheduleID: 5 }],
    ['tcpflags', { protocol: 'tcp', anyFlags: false, tcpflags: ['cwr'] }],
    ['sourceMACValue', { sourceMACType: 'single', sourceMACValue: '00:11' }],
    ['protocolNumber', { protocol: 'other' }],
  ])('are refused by the member %s', async (member, more) => {
    const refused = await ask<{ message: string }>('firewallrules', {
      name: `no ${JSON.stringify(more)}`,
      ...more,
    });
    expect(refused).toMatchObject({ status: 400, body: { message: expect.stringMatching(`^${member}`) } });
  });
});
