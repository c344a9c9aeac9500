import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beat } from '../../functions/agent-link/beat.ts';
import { createKillList } from '../../functions/agent-link/kill-list.ts';
import { sendEvents } from '../../functions/agent-link/send-events.ts';
import { createSettledRules } from '../../functions/agent-link/settled-rules.ts';
import { api } from '../../shared/http/api.ts';
import { emptyContent } from '../../shared/ports/content.ts';
import { hostItem } from '../../shared/table/entities/computer/host.ts';
import { itemSize } from '../../shared/table/item-size.ts';
import { keys } from '../../shared/table/keys.ts';
import { createStore } from '../../shared/table/store.ts';
import { createIdentity } from '../support/agent-identity.ts';
import { type HttpHandler, quietLogger } from '../support/call.ts';
import { batchIDAt, ordinaryHour, sealed } from '../support/host-events.ts';
import { startTable, TABLE } from '../support/table.ts';
import { seedComputer } from '../support/tenant.ts';
import { countUnits } from './capacity.ts';
import { line } from './line.ts';

/** Capacity units of the two requests that every host sends all day, counted from what the code sends. */
const table = await startTable();
try {
  const documents = DynamoDBDocumentClient.from(table.client, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const { units, reset } = countUnits(documents);
  const store = createStore(documents, TABLE, Date.now);
  const deps = {
    store,
    logger: quietLogger(),
    now: Date.now,
    blobs: { put: async () => undefined, get: async () => undefined },
    signer: { sign: async () => 'pointer', trustedKeys: async () => [] },
    random: Math.random,
    beatSeconds: 600,
    killList: createKillList(store, Date.now),
    settledRules: createSettledRules(store, Date.now),
  };
  const handler = api(deps, [beat(deps), sendEvents(deps)]) as HttpHandler;
  const tenant = randomUUID();
  const identity = createIdentity();
  const agent = identity.as(tenant, 7);
  await seedComputer(table.store, tenant, 7, identity, { policyID: 3 });
  await table.store.put({
    ...keys.head(tenant, 'p3'),
    kind: 'head',
    hash: emptyContent.hash,
    compiled: 1,
    revision: 1,
  } as never);

  const ordinary = {
    method: 'POST',
    path: '/agent/v1/beat',
    body: {
      protocol: 1,
      applied: { sequence: 1, hash: emptyContent.hash },
      firewall: { state: 'on' },
      intrusionPrevention: { state: 'prevent' },
      waiting: 1,
    },
  };
  await agent.send(handler, ordinary);
  reset();
  const answer = await agent.send(handler, ordinary);
  if (answer.status !== 200) throw new Error(`the beat answered ${answer.status}`);
  const host = await table.store.get(keys.host(tenant, 7), hostItem);
  line('heartbeat write', units.write, 'WRU', {
    target: 'at most 1',
    holds: units.write <= 1,
    hostItemBytes: itemSize(host ?? {}),
  });
  line('heartbeat read', units.read, 'RRU', { target: 'at most 1', holds: units.read <= 1 });

  for (const count of [7, 42]) {
    reset();
    const sealedAt = Date.now() - count;
    const id = batchIDAt(sealedAt, count);
    const body = sealed(id, ordinaryHour(sealedAt).slice(0, count));
    const accepted = await agent.send(handler, {
      method: 'POST',
      path: '/agent/v1/events',
      query: { id },
      body,
    });
    if (accepted.status !== 200) throw new Error(`intake answered ${accepted.status}`);
    line(`intake of ${count} events, write`, units.write, 'WRU', {
      target: 'at most 2',
      holds: units.write <= 2,
      bytesSent: body.length,
    });
    line(`intake of ${count} events, read`, units.read, 'RRU');
  }
} finally {
  await table.stop();
}
