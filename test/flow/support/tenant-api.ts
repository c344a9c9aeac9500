import type { Ready } from '../../../infra/local/ready.ts';

/** A tenant's script: calls the management API and answers status and body. */
export const tenantApi =
  (ready: Pick<Ready, 'api'>, apiKey: string) => async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${ready.api}${path}`, {
      method,
      headers: { 'api-secret-key': apiKey, 'api-version': 'v1', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : undefined) as Record<string, never> };
  };

/** A tenant of its own, made through the operator's API, with an order that is done. */
export const newTenant = async (ready: Ready, quantity: number) => {
  const origin = new URL(ready.api).origin;
  const created = await fetch(`${origin}/operator/tenants`, {
    method: 'POST',
    headers: { 'api-secret-key': ready.operatorKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: `Tenant of ${quantity}`,
      emailAddress: 'admin@tenant.example',
      locale: 'ja-JP',
    }),
  });
  const { guid, secretKey } = (await created.json()) as { guid: string; secretKey: string };
  const api = tenantApi(ready, secretKey);
  const placed = await api('POST', '/orders', { type: 'new', menu: 'managed-virtual-patch', quantity });
  const orderID = Number(placed.body.ID);
  const token = (await api('POST', '/activationtokens', {})).body.token as unknown as string;
  return { api, apiKey: secretKey, tenantId: guid, orderID, activationToken: token };
};

/** Asks until the answer is right; the last answer is what a failing test shows. */
export const eventually = async <T>(
  ask: () => Promise<T>,
  right: (answer: T) => boolean,
  patienceMs = 20_000,
): Promise<T> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (right(answer) || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, 100));
  }
};
