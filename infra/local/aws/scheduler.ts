import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { OneShots } from '../schedule/one-shots.ts';
import { bodyOf } from './loopback-server.ts';

/** What the template declares of EventBridge Scheduler: schedules go nowhere else. */
export interface Declared {
  readonly groups: readonly string[];
  /** ARNs of queues. */
  readonly targets: readonly string[];
  readonly roles: readonly string[];
}

const schedule = z.object({
  GroupName: z.string().optional(),
  ScheduleExpression: z
    .string()
    .regex(/^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/, 'is only at(…) on one machine'),
  ScheduleExpressionTimezone: z.literal('UTC').optional(),
  FlexibleTimeWindow: z.object({ Mode: z.literal('OFF') }),
  ActionAfterCompletion: z.literal('NONE'),
  State: z.literal('ENABLED').optional(),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string().max(256 * 1024) }),
});

type Answer = readonly [status: number, body: object];

const refuse = (status: number, code: string, Message: string): Answer => [status, { __type: code, Message }];

const nameIn = (path: string): string | undefined => /^\/schedules\/([0-9A-Za-z_.-]{1,64})$/.exec(path)?.[1];

/** Answers the requests of EventBridge Scheduler that make, move, show and delete one-shot schedules of queues. */
export function scheduler(
  declared: Declared,
  shots: OneShots,
): (request: IncomingMessage, response: ServerResponse) => void {
  const write = (name: string, method: string, raw: unknown): Answer => {
    const read = schedule.safeParse(raw);
    if (!read.success) return refuse(400, 'ValidationException', z.prettifyError(read.error));
    const { GroupName = 'default', ScheduleExpression, Target } = read.data;
    if (!declared.groups.includes(GroupName))
      return refuse(404, 'ResourceNotFoundException', `Schedule group ${GroupName} does not exist.`);
    if (!declared.targets.includes(Target.Arn) || !declared.roles.includes(Target.RoleArn))
      return refuse(400, 'ValidationException', 'The template declares no such target or role.');
    const there = shots.find(name);
    if (method === 'PUT' && !there)
      return refuse(404, 'ResourceNotFoundException', `Schedule ${name} does not exist.`);
    if (method === 'POST' && there)
      return refuse(409, 'ConflictException', `Schedule ${name} already exists.`);
    const time = Date.parse(`${ScheduleExpression.slice(3, -1)}Z`);
    if (Number.isNaN(time)) return refuse(400, 'ValidationException', `Invalid ${ScheduleExpression}.`);
    shots.set({ name, time, target: Target.Arn, input: Target.Input });
    return [200, { ScheduleArn: `arn:aws:scheduler:::schedule/${GroupName}/${name}` }];
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = new URL(request.url ?? '/', 'http://local');
    const name = nameIn(pathname);
    if (name === undefined) return refuse(400, 'ValidationException', `${pathname} names no schedule.`);
    if (request.method === 'POST' || request.method === 'PUT')
      return write(name, request.method, JSON.parse((await bodyOf(request, 512 * 1024)).toString('utf8')));
    const there = shots.find(name);
    if (!there) return refuse(404, 'ResourceNotFoundException', `Schedule ${name} does not exist.`);
    if (request.method !== 'DELETE') {
      const at = new Date(there.time).toISOString().slice(0, 19);
      return [200, { Name: name, ScheduleExpression: `at(${at})`, Target: { Input: there.input } }];
    }
    shots.remove(name);
    return [200, {}];
  };

  return (request, response) => {
    answer(request)
      .catch((error: unknown) => refuse(400, 'ValidationException', String(error)))
      .then(([status, body]) => {
        const type = (body as { __type?: string }).__type;
        response.writeHead(status, {
          'content-type': 'application/json',
          ...(type !== undefined && { 'x-amzn-errortype': type }),
        });
        response.end(JSON.stringify(body));
      });
  };
}
