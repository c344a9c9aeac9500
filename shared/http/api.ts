import { gzipSync } from 'node:zlib';
import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Right } from '../domain/access/rights.ts';
import { holds } from '../domain/access/role.ts';
import { accept, type Outcome, type Refusal, refuse } from '../domain/outcome.ts';
import { mayCall } from '../domain/tenant/state.ts';
import { type Allow, mayChange, type Route } from '../schema/routes/route.ts';
import { readTenantStanding } from '../table/entities/tenant/tenant-standing.ts';
import { Contention, type Store } from '../table/store.ts';
import { authenticateActivating, authenticateAgent } from './agent-proof.ts';
import { DEFAULT_BODY_LIMIT, parseJson, unpack, withoutNulls } from './body.ts';
import type {
  ActivatingCaller,
  AgentCaller,
  AnonymousCaller,
  Caller,
  OperatorCaller,
  TenantCaller,
} from './caller.ts';
import { lacking } from './lacking.ts';
import { matchRoute } from './match.ts';
import { parse } from './parse.ts';
import type { Person } from './person.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { checkReach } from './reach.ts';
import { type Request, toRequest } from './request.ts';
import {
  bytesReply,
  internalErrorReply,
  jsonReply,
  notAllowedReply,
  type Reply,
  refusalReply,
  TextAnswer,
  textReply,
} from './status.ts';
import { authenticateOperator, authenticateTenant, isOperatorsKey } from './tenant-caller.ts';
import type { RecordUsage } from './usage.ts';

type CallerOf<W extends Allow['who']> = {
  tenant: TenantCaller;
  'tenant-or-operator': TenantCaller | OperatorCaller;
  operator: OperatorCaller;
  agent: AgentCaller;
  activating: ActivatingCaller;
  anyone: AnonymousCaller;
}[W];

/** What a member of a route's line parses to; `undefined` where the line has none. */
type Parsed<R, M extends 'params' | 'query' | 'body'> =
  R extends Record<M, infer S extends z.ZodType> ? z.output<S> : undefined;

type Answer<R> =
  | (R extends { readonly reply: infer S extends z.ZodType } ? z.input<S> : undefined)
  | (R extends { readonly formats: readonly unknown[] } ? TextAnswer : never);

/** What a route's work is given: everything is authorised and parsed, time is fixed. */
export interface Call<R extends Route> {
  readonly caller: CallerOf<R['allow']['who']>;
  readonly params: Parsed<R, 'params'>;
  readonly query: Parsed<R, 'query'>;
  readonly body: Parsed<R, 'body'>;
  /** The body as received, for routes with `rawBody`. */
  readonly bytes: Uint8Array;
  readonly now: number;
  readonly request: Request;
}

export interface Handler {
  readonly route: Route;
  readonly run: (call: never) => Promise<Outcome<unknown>>;
}

/** Binds a line of the route table to its work: load, decide, write, answer. */
export const on = <R extends Route>(
  route: R,
  run: (call: Call<R>) => Promise<Outcome<Answer<R>>>,
): Handler => ({ route, run: run as Handler['run'] });

export interface ApiDeps {
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => number;
  /** Absent where no person signs in (agents' functions). */
  readonly verifyPerson?: (token: string) => Promise<Outcome<Person>>;
  /** Calls per key and tenant; default as shared/domain/access/rate.ts has it. */
  readonly limit?: RateLimit;
  /** Absent: calls are not counted. */
  readonly usage?: RecordUsage;
}

/** Lambda refuses a reply beyond 6 MB; base64 of a packed body takes a third more. */
const MAX_REPLY = 4_400_000;
const WORTH_PACKING = 1400;

/** An answer that Lambda could not carry, or not in time. */
export const tooMuch = refuse(
  'too-large',
  'The answer is too large. Ask for less: search with maxItems, or list with expand=none.',
);

const busy = refuse('too-many', 'Too many changes of the same thing at once. Try again in a moment.', 'busy');

/** In API Gateway's words, which answers so where a path belongs to no function. */
const nothingHere = refusalReply(refuse('missing', 'Not Found'));

/** The one Lambda handler shape for HTTP: request id and log, caller, rights, parsing, work, mapping. */
export const api = (deps: ApiDeps, handlers: readonly Handler[]) => {
  const routes = handlers.map((handler) => handler.route);
  const limit = deps.limit ?? createRateLimit();
  return middy<APIGatewayProxyEventV2, Reply>(async (event: APIGatewayProxyEventV2) => {
    const request = toRequest(event);
    deps.logger.resetKeys();
    deps.logger.appendKeys({ requestId: request.id, method: request.method, path: request.path });
    return pack(await answer(request), request);
  }).onError((request) => {
    if (request.error instanceof Contention) {
      deps.logger.warn('contention', request.error);
      request.response = refusalReply(busy);
      return;
    }
    deps.logger.error('unexpected', request.error as Error);
    request.response = internalErrorReply(request.event.requestContext?.requestId ?? 'unknown');
  });

  async function answer(request: Request): Promise<Reply> {
    const matched = matchRoute(routes, request.method, request.path);
    if (!('route' in matched)) {
      return matched.allowed.length > 0 ? notAllowedReply(request.method, matched.allowed) : nothingHere;
    }
    const handler = handlers.find((candidate) => candidate.route === matched.route) as Handler;
    const began = deps.now();
    const caller = await authorise(matched.route, request);
    if (!caller.ok) return refused(caller);
    const outcome = await perform(handler, matched.params, caller.value, request);
    const reply = outcome.ok ? replyOf(outcome.value) : refused(outcome);
    if (caller.value.who === 'tenant') {
      await deps.usage?.(caller.value, {
        action: matched.route.id,
        method: request.method,
        status: reply.statusCode,
        expand: request.query.expand ?? '',
        items: outcome.ok ? itemsIn(outcome.value) : 0,
        began,
        now: deps.now(),
      });
    }
    return reply;
  }

  /** Everything of a call after its caller is known and may make it. */
  async function perform(
    { route, run }: Handler,
    pathParams: Readonly<Record<string, string>>,
    caller: Caller,
    request: Request,
  ): Promise<Outcome<unknown>> {
    const version = checkVersion(request);
    if (!version.ok) return version;
    const call = readCall(route, pathParams, request);
    if (!call.ok) return call;
    if (caller.who === 'tenant') {
      const reached = await checkReach(deps.store, caller, route.allow, call.value.params as never);
      if (!reached.ok) return reached;
    }
    return run({ ...call.value, caller, now: deps.now(), request } as never);
  }

  async function authorise(route: Route, request: Request): Promise<Outcome<Caller>> {
    const { allow } = route;
    const now = deps.now();
    switch (allow.who) {
      case 'tenant':
        return authoriseTenant(route, allow.right, request, now);
      case 'tenant-or-operator':
        return isOperatorsKey(request)
          ? authenticateOperator(request, deps.store, now)
          : authoriseTenant(route, allow.right, request, now);
      case 'operator':
        return authenticateOperator(request, deps.store, now);
      case 'agent':
        return authenticateAgent(request, deps.store, now);
      case 'activating':
        return authenticateActivating(request, now);
      case 'anyone':
        return accept({ who: 'anyone' } as const);
    }
  }

  async function authoriseTenant(
    route: Route,
    right: Right | undefined,
    request: Request,
    now: number,
  ): Promise<Outcome<TenantCaller>> {
    const caller = await authenticateTenant(request, deps.store, now, deps.verifyPerson);
    if (!caller.ok) return caller;
    const rate = limit(caller.value, now);
    if (!rate.ok) return rate;
    if (right && !holds(caller.value.role, right)) return lacking(route, right);
    const state = mayCall(await readTenantStanding(deps.store, caller.value.tenantID), mayChange(route));
    return state.ok ? caller : state;
  }

  function refused(refusal: Refusal): Reply {
    deps.logger.info('refused', { reason: refusal.reason ?? refusal.kind });
    return refusalReply(refusal);
  }
};

const replyOf = (value: unknown): Reply => {
  if (value instanceof TextAnswer) return textReply(value);
  return value instanceof Uint8Array ? bytesReply(value, 'application/octet-stream') : jsonReply(200, value);
};

/** Of a list its length, else the one thing. */
const itemsIn = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const list = Object.values(value).find(Array.isArray);
  return Object.keys(value).length === 1 && list ? list.length : 1;
};

/** The management API answers only to callers that name its version (domain/api.md, Transport). */
const checkVersion = (request: Request): Outcome<undefined> => {
  if (!request.path.startsWith('/api/')) return accept(undefined);
  const version = request.headers['api-version'];
  if (version === undefined)
    return refuse('invalid', "Missing 'api-version' request header. Send api-version: v1.");
  return /^v\d$/.test(version)
    ? accept(undefined)
    : refuse('invalid', "Invalid 'api-version' request header. Send api-version: v1.");
};

const readCall = (route: Route, pathParams: Readonly<Record<string, string>>, request: Request) => {
  const params = route.params ? parse(route.params, pathParams, 'path') : accept(undefined);
  if (!params.ok) return params;
  const query = route.query ? parse(route.query, request.query, 'query') : accept(undefined);
  if (!query.ok) return query;
  const body = readBody(route, request);
  if (!body.ok) return body;
  return accept({ params: params.value, query: query.value, body: body.value, bytes: request.body });
};

const readBody = (route: Route, request: Request): Outcome<unknown> => {
  const limit = route.bodyLimit ?? DEFAULT_BODY_LIMIT;
  if (request.body.length > limit)
    return refuse('too-large', `The request body is larger than ${limit} bytes.`);
  if (!route.body || route.rawBody) return accept(undefined);
  const unpacked = unpack(request.body, request.headers['content-encoding'], limit);
  if (!unpacked.ok) return unpacked;
  const json = parseJson(unpacked.value);
  if (!json.ok) return json;
  const value = request.path.startsWith('/api/') ? withoutNulls(json.value) : json.value;
  return parse(route.body, value ?? {}, 'body');
};

/** Packs what is worth it, and says how to ask for less where Lambda could not carry the reply. */
const pack = (reply: Reply, request: Request): Reply => {
  const accepts = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (reply.isBase64Encoded || reply.body.length < WORTH_PACKING) return reply;
  const packed = accepts ? gzipSync(reply.body) : undefined;
  const size = packed ? packed.length : Buffer.byteLength(reply.body);
  if (size > MAX_REPLY) {
    return refusalReply(tooMuch);
  }
  return packed
    ? {
        ...reply,
        headers: { ...reply.headers, 'content-encoding': 'gzip' },
        body: packed.toString('base64'),
        isBase64Encoded: true,
      }
    : reply;
};
