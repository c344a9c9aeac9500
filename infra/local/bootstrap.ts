import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FULL_ACCESS_ID } from '../../shared/domain/access/role.ts';
import type { ActivationToken } from '../../shared/schema/api/access/access.ts';
import type { Order } from '../../shared/schema/api/order/order.ts';
import type { Tenant } from '../../shared/schema/api/tenant/tenant.ts';
import type { Machine } from './machine.ts';
import { admitOperator, newOperatorKey } from './operator-key.ts';
import { writeSecret } from './secret-file.ts';

/** What the first start made, with the secrets that no API shows again. */
export interface Founded {
  readonly operatorKey: string;
  readonly tenantId: string;
  readonly apiKey: string;
  readonly activationToken: string;
  readonly user: string;
  readonly password: string;
}

const quantity = 25;
const orderLimitMs = 60_000;

async function call<T>(
  url: string,
  key: string,
  method: string,
  body?: object,
  idempotency?: string,
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      'api-secret-key': key,
      'api-version': 'v1',
      'content-type': 'application/json',
      ...(idempotency ? { 'idempotency-key': idempotency } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

/** Waits until the queue's worker has finished the order; throws when it was undone or takes too long. */
async function finished(api: string, key: string, order: Order): Promise<void> {
  const deadline = Date.now() + orderLimitMs;
  for (let state = order; state.state !== 'done'; ) {
    if (state.state === 'undone') throw new Error(`the demo order was undone: ${state.reason ?? ''}`);
    if (Date.now() > deadline) throw new Error(`the demo order is still ${state.state}`);
    await sleep(100);
    state = await call<Order>(`${api}/api/orders/${order.ID}`, key, 'GET');
  }
}

/** Steps in order; each is kept before the next begins, so that a start that was cut short goes on from there. */
export async function bootstrap(machine: Machine, dataDir: string): Promise<Founded> {
  const path = join(dataDir, 'bootstrap.json');
  let kept: Partial<Founded> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const keep = <T extends Partial<Founded>>(step: T): T => {
    kept = { ...kept, ...step };
    writeSecret(path, JSON.stringify(kept, null, 2));
    return step;
  };
  const { api } = machine.urls;
  const operatorKey = kept.operatorKey ?? keep({ operatorKey: newOperatorKey() }).operatorKey;
  if (kept.tenantId === undefined) await admitOperator(tablePlace(machine), operatorKey, Date.now());
  const { tenantId, apiKey } =
    kept.tenantId !== undefined && kept.apiKey !== undefined
      ? { tenantId: kept.tenantId, apiKey: kept.apiKey }
      : keep(await newTenant(api, operatorKey));
  const activationToken =
    kept.activationToken ??
    keep({ activationToken: await orderedToken(api, apiKey, tenantId) }).activationToken;
  const { user, password } =
    kept.user !== undefined && kept.password !== undefined
      ? { user: kept.user, password: kept.password }
      : keep(newPerson(machine, tenantId));
  return { operatorKey, tenantId, apiKey, activationToken, user, password };
}

function tablePlace({ parts, endpoints, region }: Machine) {
  const table = parts.tables[0]?.name;
  if (table === undefined) throw new Error('the template has no table');
  return { endpoint: endpoints.DYNAMODB, region, table };
}

async function newTenant(api: string, operatorKey: string) {
  const body = { name: 'Demo', emailAddress: 'demo@tenant.example', locale: 'en-US', timeZone: 'UTC' };
  const tenant = await call<Tenant & { secretKey: string }>(
    `${api}/operator/tenants`,
    operatorKey,
    'POST',
    body,
  );
  return { tenantId: tenant.guid, apiKey: tenant.secretKey };
}

async function orderedToken(api: string, key: string, tenantId: string): Promise<string> {
  const wanted = { type: 'new', menu: 'managed-virtual-patch', quantity };
  const order = await call<Order>(`${api}/api/orders`, key, 'POST', wanted, `demo-${tenantId}`);
  await finished(api, key, order);
  const token = await call<ActivationToken>(`${api}/api/activationtokens`, key, 'POST', { name: 'Demo' });
  return token.token;
}

function newPerson(machine: Machine, tenantID: string) {
  const user = 'demo@tenant.example';
  const password = randomBytes(12).toString('base64url');
  machine.signIn.people.put({ id: randomUUID(), email: user, tenantID, roleID: FULL_ACCESS_ID }, password);
  return { user, password };
}
