import { zstdCompressSync } from 'node:zlib';
import type * as z from 'zod';
import {
  type ActivationReply,
  type ActivationRequest,
  activationReply,
} from '../../../shared/schema/agent/activation.ts';
import { type BeatReply, type BeatRequest, beatReplyForAgent } from '../../../shared/schema/agent/beat.ts';
import { MAX_CONTENT_BYTES } from '../../../shared/schema/agent/content.ts';
import { type BatchReply, batchReply } from '../../../shared/schema/agent/events.ts';
import {
  type InventoryReply,
  type InventoryReport,
  inventoryReply,
} from '../../../shared/schema/agent/inventory.ts';
import { activationRoutes } from '../../../shared/schema/routes/activation.ts';
import { agentLinkRoutes } from '../../../shared/schema/routes/agent-link.ts';
import { inventoryRoutes } from '../../../shared/schema/routes/inventory.ts';
import type { Identity, PlaneAddress, PrivateKey } from '../state/identity.ts';
import type { Exchange } from './failure.ts';
import { type Prover, prove } from './proof.ts';
import { readJson, refusalOf } from './reply.ts';
import { createTransport, type RawReply, type Transport } from './transport.ts';

const TIMEOUT = 20_000;
const CONTENT_TIMEOUT = 60_000;
/** The plane decides on thousands of rules before it answers. */
const INVENTORY_TIMEOUT = 60_000;
const MAX_JSON_REPLY = 256 * 1024;
const EMPTY = new Uint8Array(0);

/** The plane as an activated agent sees it. A push channel can join this port later. */
export interface PlaneLink {
  beat(request: BeatRequest, timeoutMs?: number): Promise<Exchange<BeatReply>>;
  /** `have`: a content that this host has, which the answer may be a delta against. */
  content(hash: string, have?: string): Promise<Exchange<Uint8Array>>;
  sendBatch(id: string, bytes: Uint8Array): Promise<Exchange<BatchReply>>;
  sendInventory(report: InventoryReport): Promise<Exchange<InventoryReply>>;
  deactivate(): Promise<Exchange<undefined>>;
  close(): void;
}

export interface LinkOptions {
  readonly identity: Identity;
  /** `machineHash()`. */
  readonly machine: string;
  readonly takeCount: () => number;
  readonly now: () => number;
}

/** Requests go one after the other, so that counters arrive in the order they were taken. */
export const createPlaneLink = (options: LinkOptions): PlaneLink => {
  const { identity, now } = options;
  const transport = createTransport(identity.plane);
  const prover: Prover = {
    key: identity.key,
    kid: `${identity.tenantID}/${identity.computerID}`,
    machine: options.machine,
  };
  let last: Promise<unknown> = Promise.resolve();
  const send = (ask: Ask): Promise<Exchange<RawReply>> => {
    const turn = last.then(() => sendProven(transport, prover, ask, options.takeCount(), now));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    async beat(request, timeoutMs = TIMEOUT) {
      const reply = await send({ ...json(agentLinkRoutes.beat, request), timeoutMs });
      return typed(reply, beatReplyForAgent);
    },
    async content(hash, have) {
      const reply = await send({
        method: 'GET',
        target: agentLinkRoutes.fetchContent.path.replace('{hash}', hash) + (have ? `?have=${have}` : ''),
        body: EMPTY,
        timeoutMs: CONTENT_TIMEOUT,
        maxReplyBytes: MAX_CONTENT_BYTES,
      });
      return reply.ok ? { ok: true, value: reply.value.body } : reply;
    },
    async sendBatch(id, bytes) {
      const reply = await send({
        method: 'POST',
        target: `${agentLinkRoutes.sendEvents.path}?id=${encodeURIComponent(id)}`,
        contentType: 'application/zstd',
        body: bytes,
      });
      return typed(reply, batchReply);
    },
    async sendInventory(report) {
      const { method, target, contentType, body } = json(inventoryRoutes.sendInventory, report);
      const reply = await send({
        ...{ method, target, contentType },
        contentEncoding: 'zstd',
        body: zstdCompressSync(body),
        timeoutMs: INVENTORY_TIMEOUT,
      });
      return typed(reply, inventoryReply);
    },
    async deactivate() {
      const reply = await send(json(agentLinkRoutes.deactivate, {}));
      return reply.ok ? { ok: true, value: undefined } : reply;
    },
    close: () => transport.close(),
  };
};

export interface ActivateOptions {
  readonly plane: PlaneAddress;
  readonly key: PrivateKey;
  readonly machine: string;
  readonly request: ActivationRequest;
  readonly now: () => number;
}

/** The one request of a host that has no identity yet: it brings its public key along (AGT-2). */
export const requestActivation = async (options: ActivateOptions): Promise<Exchange<ActivationReply>> => {
  const transport = createTransport(options.plane);
  try {
    const ask = json(activationRoutes.activate, options.request);
    const reply = await sendProven(transport, options, ask, 0, options.now);
    return typed(reply, activationReply);
  } finally {
    transport.close();
  }
};

interface Ask {
  readonly method: 'GET' | 'POST';
  readonly target: string;
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly timeoutMs?: number;
  readonly maxReplyBytes?: number;
}

const json = (route: { readonly path: string }, body: unknown): Ask & { readonly contentType: string } => ({
  method: 'POST',
  target: route.path,
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify(body)),
});

const sendProven = async (
  transport: Transport,
  prover: Prover,
  ask: Ask,
  counter: number,
  now: () => number,
): Promise<Exchange<RawReply>> => {
  const proven = { method: ask.method, target: transport.fullTarget(ask.target), body: ask.body };
  const reply = await transport.exchange({
    method: ask.method,
    target: ask.target,
    headers: {
      authorization: await prove(prover, proven, counter, now()),
      accept: 'application/json, application/octet-stream',
      ...(ask.contentType && { 'content-type': ask.contentType }),
      ...(ask.contentEncoding && { 'content-encoding': ask.contentEncoding }),
    },
    body: ask.body,
    timeoutMs: ask.timeoutMs ?? TIMEOUT,
    maxReplyBytes: ask.maxReplyBytes ?? MAX_JSON_REPLY,
  });
  if (!reply.ok) return reply;
  return reply.value.status === 200 ? reply : refusalOf(reply.value, now());
};

const typed = <S extends z.ZodType>(reply: Exchange<RawReply>, schema: S): Exchange<z.output<S>> =>
  reply.ok ? readJson(reply.value.body, schema) : reply;
