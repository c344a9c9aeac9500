import { setTimeout as pause } from 'node:timers/promises';
import { type AwsCredentials, signFor } from './aws-signature.ts';

/** Sends one message at one time. A name has one time: setting it again moves it. */
export interface Scheduler {
  /** `time`: epoch ms, kept to the second; `message`: what the queue gets. Names: letters, digits, `-`, at most 64. */
  at(name: string, time: number, message: object): Promise<void>;
  /** Nothing is sent under this name any more. One that is not there is no error. */
  cancel(name: string): Promise<void>;
}

export interface SchedulerAccess {
  readonly region: string;
  /** Schedules of one deployment are together in a group. */
  readonly group: string;
  /** The queue that gets the messages, and the role that may put them there. */
  readonly target: string;
  readonly role: string;
  /** Asked for each request: Lambda's credentials are temporary. */
  readonly credentials: () => AwsCredentials;
  /** Another address than EventBridge Scheduler's own. */
  readonly endpoint?: string | undefined;
}

const ATTEMPTS = 4;
const WAIT_MS = 5000;

/**
 * One-shot schedules of EventBridge Scheduler, by its HTTP API: its SDK client would bring a protocol of its own into
 * the bundle for three requests. A schedule stays when it has fired (its name is used again), so setting it is mostly
 * an update. Throws when the service refuses or does not answer.
 */
export const createScheduler = (access: SchedulerAccess, now: () => number = Date.now): Scheduler => {
  const call = (method: 'POST' | 'PUT' | 'DELETE', name: string, body?: object): Promise<Response> =>
    send(access, now, method, urlOf(access, name, method), body);
  return {
    async at(name, time, message) {
      const schedule = scheduleOf(access, time, message);
      for (let attempt = 1; ; attempt++) {
        const updated = await call('PUT', name, schedule);
        if (updated.ok) return;
        if (updated.status !== 404) throw await refused(updated, `set ${name}`);
        const created = await call('POST', name, schedule);
        if (created.ok) return;
        // Somebody else made it in between.
        if (created.status !== 409 || attempt === ATTEMPTS) throw await refused(created, `make ${name}`);
      }
    },
    async cancel(name) {
      const removed = await call('DELETE', name);
      if (!removed.ok && removed.status !== 404) throw await refused(removed, `delete ${name}`);
    },
  };
};

/** Access by what Lambda and the deployment put into a function's environment. */
export const schedulerAccess = (
  where: Pick<SchedulerAccess, 'group' | 'target' | 'role'>,
  env: Readonly<Record<string, string | undefined>>,
): SchedulerAccess => ({
  ...where,
  region: env.AWS_REGION ?? '',
  endpoint: env.AWS_ENDPOINT_URL_SCHEDULER ?? env.AWS_ENDPOINT_URL,
  credentials: () => ({
    accessKeyID: env.AWS_ACCESS_KEY_ID ?? '',
    secretKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: env.AWS_SESSION_TOKEN,
  }),
});

const scheduleOf = ({ group, target, role }: SchedulerAccess, time: number, message: object): object => ({
  GroupName: group,
  ScheduleExpression: `at(${new Date(time).toISOString().slice(0, 19)})`,
  ScheduleExpressionTimezone: 'UTC',
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'NONE',
  State: 'ENABLED',
  Target: { Arn: target, RoleArn: role, Input: JSON.stringify(message) },
});

const urlOf = ({ region, endpoint, group }: SchedulerAccess, name: string, method: string): URL => {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(`/schedules/${name}`, endpoint ?? `https://scheduler.${region}.${suffix}`);
  if (method === 'DELETE') url.searchParams.set('groupName', group);
  return url;
};

/** All three may be repeated: they say what is to be, not what is to change. */
const send = async (
  { region, credentials }: SchedulerAccess,
  now: () => number,
  method: string,
  url: URL,
  content?: object,
): Promise<Response> => {
  const body = content && new Uint8Array(Buffer.from(JSON.stringify(content)));
  const type = { 'content-type': 'application/json' };
  for (let attempt = 1; ; attempt++) {
    try {
      const unsigned = { method, url, headers: type, body };
      const { host: _, ...headers } = await signFor('scheduler', unsigned, region, credentials(), now());
      const signal = AbortSignal.timeout(WAIT_MS);
      const reply = await fetch(url, { method, headers, body: body ?? null, redirect: 'error', signal });
      if ((reply.status < 500 && reply.status !== 429) || attempt === ATTEMPTS) return reply;
      await reply.body?.cancel();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await pause(50 * 4 ** (attempt - 1) * (0.5 + Math.random()));
  }
};

const refused = async (reply: Response, what: string): Promise<Error> =>
  new Error(`the scheduler refused to ${what}: ${reply.status} ${(await reply.text()).slice(0, 300)}`);
