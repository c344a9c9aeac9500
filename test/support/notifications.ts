import { consumeDeliveries } from '../../functions/deliver/consume.ts';
import type { DeliverDeps } from '../../functions/deliver/deps.ts';
import { followRecord } from '../../functions/fan-out/follow.ts';
import { notificationHandlers } from '../../functions/notifications/handlers.ts';
import type { SnsEndpoint } from '../../shared/delivery/sns.ts';
import { starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import { egressFrom } from '../../shared/egress/egress.ts';
import { api } from '../../shared/http/api.ts';
import type { Mailer } from '../../shared/ports/mailer.ts';
import type { Delivery } from '../../shared/schema/bus/delivery.ts';
import { listNotificationRules } from '../../shared/table/entities/notification/notification.ts';
import type { Store } from '../../shared/table/store.ts';
import { context, type HttpHandler, quietLogger } from './call.ts';
import { testSecretBox } from './secret-box.ts';
import type { streamRecord } from './stream.ts';

interface Queued {
  readonly id: string;
  readonly body: Delivery;
  /** Epoch ms: not handed out before. */
  visible: number;
}

/**
 * The road of a notification on a table: fan-out, the queue as Lambda works on it, and the function that delivers.
 * `clock.now` is everybody's time.
 */
export const notificationRoad = (
  store: Store,
  clock: { now: number },
  mailer: Mailer,
  snsEndpoint?: SnsEndpoint,
) => {
  const queue: Queued[] = [];
  const secrets = testSecretBox();
  const now = (): number => clock.now;
  const logger = quietLogger();
  const egress = egressFrom({ EGRESS_ALLOW: '127.0.0.1/32' });
  const outside = { mailer, egress, secrets, ...(snsEndpoint && { snsEndpoint }) };
  const deps: DeliverDeps = { store, logger, now, ...outside, catalogue: starterCatalogue };
  const none = { send: async () => undefined };
  let sent = 0;
  const blobs = { put: () => Promise.reject(new Error('unused')), get: async () => undefined };
  const fanOut = followRecord({
    store,
    now,
    blobs,
    catalogue: starterCatalogue,
    orders: none,
    notify: none,
    tasks: none,
    reports: none,
    exports: none,
    deliver: {
      send: async (body) => void queue.push({ id: `m${++sent}`, body, visible: clock.now }),
    },
    notificationRules: (tenant) => listNotificationRules(store, tenant),
  });
  /** Hands out what is visible once; `over` replaces what the function is given, to break it. */
  const work = async (over: Partial<DeliverDeps> = {}): Promise<void> => {
    const batch = queue.filter(({ visible }) => visible <= clock.now).slice(0, 10);
    if (batch.length === 0) return;
    const handler = consumeDeliveries(
      { ...deps, ...over },
      async (handle, seconds) => {
        const message = queue.find(({ id }) => id === handle);
        if (message) message.visible = clock.now + seconds * 1000;
      },
      () => 0,
    );
    const records = batch.map(({ id, body }) => ({
      messageId: id,
      receiptHandle: id,
      body: JSON.stringify(body),
    }));
    for (const message of batch) message.visible = clock.now + 360_000;
    const { batchItemFailures } = await handler({ Records: records } as never, {
      ...context(),
      getRemainingTimeInMillis: () => 60_000,
    });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { id } of batch.filter((message) => !failed.has(message.id))) {
      queue.splice(
        queue.findIndex((message) => message.id === id),
        1,
      );
    }
  };
  const handler: HttpHandler = api(
    { store, logger, now },
    notificationHandlers({ store, logger, now, ...outside }),
  );
  return {
    deps,
    secrets,
    queue,
    handler,
    work,
    stored: (record: ReturnType<typeof streamRecord>) => fanOut(record),
    /** Lets time pass until nothing waits, and answers how often the queue was looked at. */
    drain: async (over: Partial<DeliverDeps> = {}, most = 200): Promise<number> => {
      for (let turns = 1; turns <= most; turns++) {
        await work(over);
        const next = Math.min(...queue.map(({ visible }) => visible));
        if (queue.length === 0) return turns;
        clock.now = Math.max(clock.now, next);
      }
      throw new Error(`${queue.length} messages still wait`);
    },
  };
};
export type NotificationRoad = ReturnType<typeof notificationRoad>;
