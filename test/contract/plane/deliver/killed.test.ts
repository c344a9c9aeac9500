import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { accept } from '../../../../shared/domain/outcome.ts';
import type { Mailer } from '../../../../shared/ports/mailer.ts';
import type { Store } from '../../../../shared/table/store.ts';
import { attacked, notifiedTenant } from '../../../support/attacked-tenant.ts';
import { commerce } from '../../../support/commerce.ts';
import { type NotificationRoad, notificationRoad } from '../../../support/notifications.ts';
import {
  byteServer,
  datagramServer,
  mailServer,
  stopReceivers,
  webServer,
} from '../../../support/receivers.ts';
import { startTable, type TestTable } from '../../../support/table.ts';
import { makeCertificate } from '../../../support/tls.ts';

const start = Date.UTC(2026, 10, 23, 12);
const FIRST = 2;
const SECOND = 3;

let table: TestTable;
let plane: ReturnType<typeof commerce>;
let tls: Awaited<ReturnType<typeof makeCertificate>>;
beforeAll(async () => {
  table = await startTable();
  plane = commerce(table.store);
  tls = await makeCertificate();
});
afterAll(() => table.stop());
afterEach(stopReceivers);

class Killed extends Error {}

/** Dies at the n-th await point: before or after the call is made. All that follows fails as well, as in a dead process. */
const dying = (at: number) => {
  let passed = 0;
  const point = (): void => {
    if (++passed >= at) throw new Killed(`at point ${passed}`);
  };
  const deadly =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      point();
      const result = await work(...args);
      point();
      return result;
    };
  return { deadly, reached: () => passed >= at };
};

/** What the function that delivers awaits: the table, its keys, the mail service, and the names that it resolves. */
const deadlyDeps = (
  { deps }: NotificationRoad,
  store: Store,
  mailer: Mailer,
  deadly: ReturnType<typeof dying>['deadly'],
) => ({
  store: {
    ...store,
    get: deadly(store.get as never) as Store['get'],
    put: deadly(store.put),
    remove: deadly(store.remove),
    transact: deadly(store.transact),
    queryAll: deadly(store.queryAll as never) as Store['queryAll'],
  },
  mailer: { send: deadly(mailer.send) },
  secrets: { open: deadly(deps.secrets.open) },
  egress: { ...deps.egress, resolve: deadly(deps.egress.resolve) },
});

interface Receiver {
  /** The destination. */
  readonly to: object;
  /** How many packets each mail, event or line that arrived tells of, in the order they came. */
  readonly arrived: () => readonly number[];
  readonly mailer?: Mailer;
  /** Where the topic's service listens. */
  readonly sns?: string;
}

const inSubject = (subject = ''): number => Number(/イベント (\d+)件/.exec(subject)?.[1]);
const inLines = (text: string): number[] =>
  [...text.matchAll(/ cnt=(\d+)/g)].map(([, count]) => Number(count));
const inJson = (bodies: readonly string[]): number[] =>
  bodies.flatMap((body) => (JSON.parse(body) as { RepeatCount: number }[]).map((e) => e.RepeatCount));
const syslog = { type: 'syslog', server: '127.0.0.1', verifyCertificate: false } as const;

const stream = async (transport: 'tcp' | 'tls'): Promise<Receiver> => {
  const server = await byteServer(transport === 'tls' ? tls : undefined);
  return { to: { ...syslog, transport, port: server.port }, arrived: () => inLines(server.text()) };
};

const receivers = {
  'mail by SES': async () => {
    const subjects: string[] = [];
    const send: Mailer['send'] = async ({ subject }) => {
      subjects.push(subject);
      return accept(undefined);
    };
    return { to: { type: 'mail' }, mailer: { send }, arrived: () => subjects.map(inSubject) };
  },
  'mail by SMTP': async () => {
    const server = await mailServer();
    const to = { type: 'smtp', server: '127.0.0.1', port: server.port, security: 'none' };
    const more = { fromAddress: 'a@example.com', recipients: ['b@example.com'] };
    return {
      to: { ...to, ...more },
      arrived: () => {
        // Mailboxes show one mail of each message id: it must not stand for what another one tells.
        const byID = Map.groupBy(server.mails, ({ messageId }) => messageId);
        for (const same of byID.values()) expect(new Set(same.map(({ subject }) => subject)).size).toBe(1);
        return server.mails.map(({ subject }) => inSubject(subject));
      },
    };
  },
  sns: async () => {
    const web = await webServer(undefined, '<MessageId>m</MessageId>');
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:t';
    const messages = () => web.posted.map(({ body }) => new URLSearchParams(body).get('Message') ?? '');
    return {
      to: { type: 'sns', topicArn, accessKey: 'AKIAIOSFODNN7EXAMPLE' },
      sns: `http://127.0.0.1:${web.port}/`,
      arrived: () => inJson(messages()),
    };
  },
  webhook: async () => {
    const web = await webServer();
    const url = `http://127.0.0.1:${web.port}/`;
    return { to: { type: 'webhook', url }, arrived: () => inJson(web.posted.map(({ body }) => body)) };
  },
  'syslog over TLS': () => stream('tls'),
  'syslog over TCP': () => stream('tcp'),
  'syslog over UDP': async () => {
    const { port, taken } = await datagramServer();
    return { to: { ...syslog, transport: 'udp', port }, arrived: () => inLines(taken.join('\n')) };
  },
} satisfies Readonly<Record<string, () => Promise<Receiver>>>;

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
/** Without the first that came a second time. */
const withoutDuplicate = (counts: readonly number[]): readonly number[] => {
  const second = counts.findIndex((count, i) => counts.indexOf(count) < i);
  return second < 0 ? counts : counts.toSpliced(second, 1);
};
const nobody: Mailer = { send: () => Promise.reject(new Error('nobody is mailed here')) };

/** One life: the function dies at a point with the first attack, a second follows. Answers whether it came to die. */
const livesUntil = async (at: number, receive: () => Promise<Receiver>): Promise<boolean> => {
  const clock = { now: start };
  const store = table.storeAt(() => clock.now);
  const { to, arrived, mailer = nobody, sns } = await receive();
  const road = notificationRoad(store, clock, mailer, sns === undefined ? undefined : () => sns);
  const tenant = await notifiedTenant(store, plane, to);
  const { deadly, reached } = dying(at);
  await attacked(store, road, tenant, clock.now, FIRST);
  await road.work(deadlyDeps(road, store, mailer, deadly));
  await attacked(store, road, tenant, clock.now, SECOND);
  await road.drain();
  // What was sent is on its way still where the other side says nothing.
  await vi.waitFor(() => expect(sum(arrived()), `point ${at}`).toBeGreaterThanOrEqual(FIRST + SECOND), 5_000);
  expect(sum(withoutDuplicate(arrived())), `point ${at}: ${arrived()}`).toBe(FIRST + SECOND);
  await stopReceivers();
  return reached();
};

it.each(Object.entries<() => Promise<Receiver>>(receivers))(
  'a notifier that dies at any of its await points loses nothing and doubles one thing at most: %s',
  async (_name, receive) => {
    let at = 1;
    while (await livesUntil(at, receive)) at++;
    expect(at).toBeGreaterThan(15);
  },
  60_000,
);
