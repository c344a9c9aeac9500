import * as z from 'zod';
import { retryAfter } from './backoff.ts';
import { type Exchange, type LinkFailure, linkFailure } from './failure.ts';
import type { RawReply } from './transport.ts';

const refusal = z
  .object({ message: z.string().max(2000), reason: z.string().max(60).optional() })
  .catchall(z.union([z.string().max(500), z.number()]));

/** What an answer other than 200 means: the plane's own words for a 4xx, a time to come back for the rest. */
export const refusalOf = (reply: RawReply, now: number): LinkFailure => {
  const asked = reply.headers['retry-after'];
  const wait = retryAfter(typeof asked === 'string' ? asked : undefined, now);
  const more = { status: reply.status, ...(wait !== undefined && { retryAfter: wait }) };
  const said = refusal.safeParse(jsonOrUndefined(reply.body));
  if (reply.status >= 500 || reply.status === 429) {
    return linkFailure('server-error', `The plane is not able to answer now (${reply.status}).`, more);
  }
  if (reply.status < 400 || !said.success) {
    return linkFailure('bad-reply', `The address answers ${reply.status}, but not like a plane.`, more);
  }
  const { message, reason, ...detail } = said.data;
  return linkFailure('refused', message, { ...more, detail, ...(reason !== undefined && { code: reason }) });
};

/** Reads a 200's body. An answer that does not fit the contract counts as not understood, whatever the status. */
export const readJson = <S extends z.ZodType>(body: Uint8Array, schema: S): Exchange<z.output<S>> => {
  const parsed = schema.safeParse(jsonOrUndefined(body));
  if (parsed.success) return { ok: true, value: parsed.data };
  const where = parsed.error.issues[0]?.path.join('.') || 'the answer';
  return linkFailure('bad-reply', `The plane's answer is not understood (${where}).`);
};

const jsonOrUndefined = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};
