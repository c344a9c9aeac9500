import { expect, it } from 'vitest';
import { batchOfKey, keys, partitions } from './keys.ts';

/** Golden: a changed line here means that stored data is no longer found. Add lines; never edit one. */
it('builds every key as it always did', () => {
  const t = '11111111-2222-4333-8444-555555555555';
  const time = Date.UTC(2026, 10, 23, 12);
  expect({
    tenantEntry: keys.tenantEntry(t),
    tenant: keys.tenant(t),
    counter: keys.counter(t, 'policy'),
    subscription: keys.subscription(t),
    order: keys.order(t, 7),
    idempotency: keys.idempotency(t, 'abc'),
    trail: keys.trail(t, time, 'order-7'),
    apiKey: keys.apiKey(t, 1),
    role: keys.role(t, 11),
    activationToken: keys.activationToken(t, 'ff00'),
    computer: keys.computer(t, 12),
    host: keys.host(t, 20),
    agentKey: keys.agentKey(t, 'thumb'),
    policy: keys.policy(t, 3),
    head: keys.head(t, 'p3'),
    defaultPolicy: keys.defaultPolicy(t),
    computerOverrides: keys.computerOverrides(t, 12),
    computerBlock: keys.computerBlock(t, 2),
    computerChange: keys.computerChange(t, 12),
    scan: keys.scan(t, 12),
    scanDetail: keys.scanDetail(t, 12),
    inventory: keys.inventory(t, 12),
    exposure: keys.exposure(t, 'CVE-2021-44228', 12),
    advisories: keys.advisories,
    advisorySettings: keys.advisorySettings,
    presence: keys.presence(t, 4),
    systemSettings: keys.systemSettings(t),
    exportSettings: keys.exportSettings(t),
    configurationMark: keys.configurationMark(t),
    batch: keys.batch(t, 498_756, 21, '1795521600000-4'),
    systemEvent: keys.systemEvent(t, time, 'order-7-done'),
    alert: keys.alert(t, 'unable-to-communicate', 'computer-12'),
    alertTypes: keys.alertTypes(t),
    notified: keys.notified(t, 'alert#x#1'),
    circuit: keys.circuit(t, 3),
    digest: keys.digest(t, 3, 4),
    once: keys.once(t, 'activation-refused#expired#192.0.2.1#498732'),
    tenants: partitions.tenants,
    astray: keys.astray(t, 21, '1795521600000-4'),
    packets: keys.packets(t, 21, '1795521600000-4'),
    eventTally: keys.eventTally(t, 498_756, '3'),
    sweepPosition: keys.sweepPosition,
    sweepRan: keys.sweepRan,
    report: keys.report(t, '0000000000007-ab'),
    export: keys.export(t, '0000000000007-ab'),
    taskRun: keys.taskRun(t, 7, time, 'schedule'),
    taskRunsOf: keys.taskRunsOf(t, 7),
    holding: keys.holding(t, time, 7),
    apiUsage: keys.apiUsage(t, 498_756, 'instance'),
    name: keys.name(t, 'iplists', 'ff00'),
    menuCatalogue: keys.menuCatalogue(2),
    statement: keys.statement(t, '2026-11', 0),
    statementEntry: keys.statementEntry(t, '2026-11', 2),
    closedMonth: keys.closedMonth(t),
    usageDay: keys.usageDay(t, '2026-11-23'),
    maintenance: keys.maintenance(3),
    billingPosition: keys.billingPosition,
    catalogueVersion: keys.catalogueVersion(3),
    cataloguePublished: keys.cataloguePublished,
    catalogueSettings: keys.catalogueSettings,
    catalogueRun: keys.catalogueRun,
    ruleKills: keys.ruleKills,
    benignExchange: keys.benignExchange('our-shop'),
    tenantRules: keys.tenantRules(t),
  }).toMatchInlineSnapshot(`
    {
      "activationToken": {
        "pk": "11111111-2222-4333-8444-555555555555#tokens",
        "sk": "token#ff00",
      },
      "advisories": {
        "pk": "operator",
        "sk": "advisories",
      },
      "advisorySettings": {
        "pk": "operator",
        "sk": "advisory-settings",
      },
      "agentKey": {
        "pk": "11111111-2222-4333-8444-555555555555#agentkeys",
        "sk": "key#thumb",
      },
      "alert": {
        "pk": "11111111-2222-4333-8444-555555555555#alerts",
        "sk": "alert#unable-to-communicate#computer-12",
      },
      "alertTypes": {
        "pk": "11111111-2222-4333-8444-555555555555#alerts",
        "sk": "types",
      },
      "apiKey": {
        "pk": "11111111-2222-4333-8444-555555555555#access",
        "sk": "apikey#000000000001",
      },
      "apiUsage": {
        "pk": "11111111-2222-4333-8444-555555555555#apiusage",
        "sk": "498756#instance",
      },
      "astray": {
        "pk": "11111111-2222-4333-8444-555555555555#astray",
        "sk": "000000000021#1795521600000-4",
      },
      "batch": {
        "pk": "11111111-2222-4333-8444-555555555555#events#498756#1",
        "sk": "000000000021#1795521600000-4",
      },
      "benignExchange": {
        "pk": "operator#rules",
        "sk": "benign#our-shop",
      },
      "billingPosition": {
        "pk": "operator",
        "sk": "billing",
      },
      "cataloguePublished": {
        "pk": "operator#rules",
        "sk": "published",
      },
      "catalogueRun": {
        "pk": "operator#rules",
        "sk": "run",
      },
      "catalogueSettings": {
        "pk": "operator#rules",
        "sk": "settings",
      },
      "catalogueVersion": {
        "pk": "operator#rules",
        "sk": "version#000000000003",
      },
      "circuit": {
        "pk": "11111111-2222-4333-8444-555555555555#deliveries",
        "sk": "circuit#000000000003",
      },
      "closedMonth": {
        "pk": "11111111-2222-4333-8444-555555555555#statements",
        "sk": "closed",
      },
      "computer": {
        "pk": "11111111-2222-4333-8444-555555555555#computers",
        "sk": "computer#000000000012",
      },
      "computerBlock": {
        "pk": "11111111-2222-4333-8444-555555555555#computerblocks",
        "sk": "block#000000000002",
      },
      "computerChange": {
        "pk": "11111111-2222-4333-8444-555555555555#computerchanges",
        "sk": "computer#000000000012",
      },
      "computerOverrides": {
        "pk": "11111111-2222-4333-8444-555555555555#computeroverrides",
        "sk": "computer#000000000012",
      },
      "configurationMark": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "configuration",
      },
      "counter": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "counter#policy",
      },
      "defaultPolicy": {
        "pk": "11111111-2222-4333-8444-555555555555#policies",
        "sk": "default",
      },
      "digest": {
        "pk": "11111111-2222-4333-8444-555555555555#deliveries",
        "sk": "digest#000000000003#000000000004",
      },
      "eventTally": {
        "pk": "11111111-2222-4333-8444-555555555555#tallies",
        "sk": "00498756#3",
      },
      "export": {
        "pk": "11111111-2222-4333-8444-555555555555#reports",
        "sk": "export#0000000000007-ab",
      },
      "exportSettings": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "exportsettings",
      },
      "exposure": {
        "pk": "11111111-2222-4333-8444-555555555555#exposures#61",
        "sk": "CVE-2021-44228#000000000012",
      },
      "head": {
        "pk": "11111111-2222-4333-8444-555555555555#heads",
        "sk": "head#p3",
      },
      "holding": {
        "pk": "11111111-2222-4333-8444-555555555555#orders",
        "sk": "holding#1795435200000#000000000007",
      },
      "host": {
        "pk": "11111111-2222-4333-8444-555555555555#hosts#4",
        "sk": "host#000000000020",
      },
      "idempotency": {
        "pk": "11111111-2222-4333-8444-555555555555#orders",
        "sk": "idempotency#abc",
      },
      "inventory": {
        "pk": "11111111-2222-4333-8444-555555555555#inventories",
        "sk": "computer#000000000012",
      },
      "maintenance": {
        "pk": "operator#maintenance",
        "sk": "notice#000000000003",
      },
      "menuCatalogue": {
        "pk": "operator#catalogue",
        "sk": "version#000000000002",
      },
      "name": {
        "pk": "11111111-2222-4333-8444-555555555555#names",
        "sk": "iplists#ff00",
      },
      "notified": {
        "pk": "11111111-2222-4333-8444-555555555555#notified",
        "sk": "alert#x#1",
      },
      "once": {
        "pk": "11111111-2222-4333-8444-555555555555#once",
        "sk": "activation-refused#expired#192.0.2.1#498732",
      },
      "order": {
        "pk": "11111111-2222-4333-8444-555555555555#orders",
        "sk": "order#000000000007",
      },
      "packets": {
        "pk": "11111111-2222-4333-8444-555555555555#packets",
        "sk": "000000000021#1795521600000-4",
      },
      "policy": {
        "pk": "11111111-2222-4333-8444-555555555555#policies",
        "sk": "policy#000000000003",
      },
      "presence": {
        "pk": "11111111-2222-4333-8444-555555555555#presence",
        "sk": "shard#000000000004",
      },
      "report": {
        "pk": "11111111-2222-4333-8444-555555555555#reports",
        "sk": "report#0000000000007-ab",
      },
      "role": {
        "pk": "11111111-2222-4333-8444-555555555555#access",
        "sk": "role#000000000011",
      },
      "ruleKills": {
        "pk": "operator#rules",
        "sk": "kills",
      },
      "scan": {
        "pk": "11111111-2222-4333-8444-555555555555#scans",
        "sk": "computer#000000000012",
      },
      "scanDetail": {
        "pk": "11111111-2222-4333-8444-555555555555#scandetails",
        "sk": "computer#000000000012",
      },
      "statement": {
        "pk": "11111111-2222-4333-8444-555555555555#statements",
        "sk": "statement#2026-11#000",
      },
      "statementEntry": {
        "pk": "operator#statements",
        "sk": "2026-11#11111111-2222-4333-8444-555555555555#002",
      },
      "subscription": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "subscription",
      },
      "sweepPosition": {
        "pk": "operator",
        "sk": "sweep",
      },
      "sweepRan": {
        "pk": "operator",
        "sk": "sweep-ran",
      },
      "systemEvent": {
        "pk": "11111111-2222-4333-8444-555555555555#system#498732",
        "sk": "1795435200000#order-7-done",
      },
      "systemSettings": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "systemsettings",
      },
      "taskRun": {
        "pk": "11111111-2222-4333-8444-555555555555#taskruns",
        "sk": "run#000000000007#1795435200000#schedule",
      },
      "taskRunsOf": {
        "pk": "11111111-2222-4333-8444-555555555555#taskruns",
        "sk": "run#000000000007#",
      },
      "tenant": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "tenant",
      },
      "tenantEntry": {
        "pk": "operator#tenants",
        "sk": "tenant#11111111-2222-4333-8444-555555555555",
      },
      "tenantRules": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "rules",
      },
      "tenants": "operator#tenants",
      "trail": {
        "pk": "11111111-2222-4333-8444-555555555555#trail",
        "sk": "1795435200000#order-7",
      },
      "usageDay": {
        "pk": "11111111-2222-4333-8444-555555555555#usage",
        "sk": "day#2026-11-23",
      },
    }
  `);
});

it('starts every partition with the tenant, so that no expression reaches another one', () => {
  const t = 'tenant-guid';
  for (const make of Object.values(partitions)) {
    if (typeof make === 'function')
      expect((make as (tenant: string, n: number) => string)(t, 1)).toMatch(/^tenant-guid#/);
  }
});

it('reads a batch back from its key', () => {
  expect(batchOfKey(keys.batch('tenant-guid', 498_756, 21, '1795521600000-4'))).toEqual({
    tenant: 'tenant-guid',
    computerID: 21,
    batchID: '1795521600000-4',
  });
});
