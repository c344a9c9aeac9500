import * as z from 'zod';
import { beatReply, beatRequest } from '../agent/beat.ts';
import { batchQuery, batchReply, MAX_BATCH_BYTES } from '../agent/events.ts';
import { route } from './route.ts';

const allow = { who: 'agent' } as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex');

export const agentLinkRoutes = {
  beat: route({
    id: 'beat',
    method: 'POST',
    path: '/agent/v1/beat',
    function: 'agent-link',
    allow,
    summary: 'Heartbeat: tells the state, answers with what to do next',
    bodyLimit: 64 * 1024,
    body: beatRequest,
    reply: beatReply,
  }),
  /**
   * Answers the content's bytes exactly as hashed or, where `have` names a content that the host has, perhaps a delta:
   * a zstd frame whose dictionary is that content unpacked. Whatever does not hash to the name is one.
   */
  fetchContent: route({
    id: 'fetchContent',
    method: 'GET',
    path: '/agent/v1/content/{hash}',
    function: 'agent-link',
    allow,
    summary: 'Fetch a compiled content by its hash',
    params: z.object({ hash: sha256 }),
    query: z.object({ have: sha256.optional() }),
    reply: z.custom<Uint8Array>((bytes) => bytes instanceof Uint8Array),
  }),
  sendEvents: route({
    id: 'sendEvents',
    method: 'POST',
    path: '/agent/v1/events',
    function: 'agent-link',
    allow,
    summary: 'Hand over a sealed batch of events; repeating it is safe',
    bodyLimit: MAX_BATCH_BYTES,
    rawBody: true,
    query: batchQuery,
    reply: batchReply,
  }),
  deactivate: route({
    id: 'deactivate',
    method: 'POST',
    path: '/agent/v1/deactivation',
    function: 'agent-link',
    allow,
    summary: 'Give the seat back and forget this host',
    bodyLimit: 4096,
  }),
} as const;
