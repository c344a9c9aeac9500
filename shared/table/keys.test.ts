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
    firewallRule: keys.firewallRule(t, 10_000_001),
    batch: keys.batch(t, 498_756, 21, '1795521600000-4'),
    systemEvent: keys.systemEvent(t, time, 'order-7-done'),
    alert: keys.alert(t, 'unable-to-communicate', 'computer-12'),
    notified: keys.notified(t, 'alert#x#1'),
    once: keys.once(t, 'activation-refused#expired#192.0.2.1#498732'),
    tenants: partitions.tenants,
    astray: keys.astray(t, 21, '1795521600000-4'),
    sweepPosition: keys.sweepPosition,
    sweepRan: keys.sweepRan,
  }).toMatchInlineSnapshot(`
    {
      "activationToken": {
        "pk": "11111111-2222-4333-8444-555555555555#tokens",
        "sk": "token#ff00",
      },
      "agentKey": {
        "pk": "11111111-2222-4333-8444-555555555555#agentkeys",
        "sk": "key#thumb",
      },
      "alert": {
        "pk": "11111111-2222-4333-8444-555555555555#alerts",
        "sk": "alert#unable-to-communicate#computer-12",
      },
      "apiKey": {
        "pk": "11111111-2222-4333-8444-555555555555#access",
        "sk": "apikey#000000000001",
      },
      "astray": {
        "pk": "11111111-2222-4333-8444-555555555555#astray",
        "sk": "000000000021#1795521600000-4",
      },
      "batch": {
        "pk": "11111111-2222-4333-8444-555555555555#events#498756#1",
        "sk": "000000000021#1795521600000-4",
      },
      "computer": {
        "pk": "11111111-2222-4333-8444-555555555555#computers",
        "sk": "computer#000000000012",
      },
      "counter": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "counter#policy",
      },
      "firewallRule": {
        "pk": "11111111-2222-4333-8444-555555555555#firewallrules",
        "sk": "rule#000010000001",
      },
      "head": {
        "pk": "11111111-2222-4333-8444-555555555555#heads",
        "sk": "head#p3",
      },
      "host": {
        "pk": "11111111-2222-4333-8444-555555555555#hosts#4",
        "sk": "host#000000000020",
      },
      "idempotency": {
        "pk": "11111111-2222-4333-8444-555555555555#orders",
        "sk": "idempotency#abc",
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
      "policy": {
        "pk": "11111111-2222-4333-8444-555555555555#policies",
        "sk": "policy#000000000003",
      },
      "role": {
        "pk": "11111111-2222-4333-8444-555555555555#access",
        "sk": "role#000000000011",
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
      "tenant": {
        "pk": "11111111-2222-4333-8444-555555555555",
        "sk": "tenant",
      },
      "tenantEntry": {
        "pk": "operator#tenants",
        "sk": "tenant#11111111-2222-4333-8444-555555555555",
      },
      "tenants": "operator#tenants",
      "trail": {
        "pk": "11111111-2222-4333-8444-555555555555#trail",
        "sk": "1795435200000#order-7",
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
