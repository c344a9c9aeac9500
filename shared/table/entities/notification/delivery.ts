import * as z from 'zod';
import { logExpiry } from '../../../domain/event/retention.ts';
import type { Circuit } from '../../../domain/notification/circuit.ts';
import type { Digest } from '../../../domain/notification/digest.ts';
import { absent, type Condition, equals } from '../../condition.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

const key = { pk: z.string(), sk: z.string() };

/** A destination that does not take what is sent; there is none for one that does. */
export const circuitItem = z.object({
  ...key,
  kind: z.literal('circuit'),
  failures: z.number(),
  openUntil: z.number(),
  since: z.number(),
  message: z.string(),
});

export const readCircuit = (
  store: Store,
  tenant: string,
  destinationID: number,
): Promise<Circuit | undefined> => store.get(keys.circuit(tenant, destinationID), circuitItem);

export const writeCircuit = async (
  store: Store,
  tenant: string,
  destinationID: number,
  circuit: Circuit,
): Promise<void> => {
  await store.put({ ...keys.circuit(tenant, destinationID), kind: 'circuit', ...circuit });
};

export const removeCircuit = async (store: Store, tenant: string, destinationID: number): Promise<void> => {
  await store.remove(keys.circuit(tenant, destinationID));
};

const tally = z.object({
  count: z.number(),
  first: z.number(),
  last: z.number(),
  lines: z.array(
    z.object({
      computer: z.string().optional(),
      what: z.string(),
      from: z.string().optional(),
      action: z.string().optional(),
      severity: z.string().optional(),
      count: z.number(),
      at: z.number(),
    }),
  ),
  others: z.number(),
  keeper: z.string(),
});

export const digestItem = z.object({
  ...key,
  kind: z.literal('digest'),
  /** Rises with every change: two senders do not overwrite each other. */
  revision: z.number(),
  pending: tally.optional(),
  sending: tally.optional(),
  leasedUntil: z.number(),
  until: z.number(),
});
export type DigestItem = z.infer<typeof digestItem>;

export const readDigest = (
  store: Store,
  tenant: string,
  destinationID: number,
  ruleID: number,
): Promise<DigestItem | undefined> => store.get(keys.digest(tenant, destinationID, ruleID), digestItem);

/** A digest as it is written over `before`, under the condition that this is still there. */
export const digestItemOf = (
  tenant: string,
  destinationID: number,
  ruleID: number,
  before: DigestItem | undefined,
  { pending, sending, leasedUntil, until }: Digest,
): DigestItem => ({
  ...keys.digest(tenant, destinationID, ruleID),
  kind: 'digest',
  revision: (before?.revision ?? 0) + 1,
  ...(pending && { pending: { ...pending, lines: [...pending.lines] } }),
  ...(sending && { sending: { ...sending, lines: [...sending.lines] } }),
  leasedUntil,
  until,
});

export const unseen = (before: DigestItem | undefined): Condition =>
  before ? equals('revision', before.revision) : absent('pk');

/** A destination has taken a piece of what a source gave, or a digest has counted it. */
export const deliveredItem = z.object({
  ...key,
  kind: z.literal('notified'),
  at: z.number(),
  sent: z.number(),
  refused: z.number(),
  expiresAt: z.number(),
});

/** `name`: destination, source and piece. */
export const delivered = (tenant: string, name: string, at: number): z.infer<typeof deliveredItem> => ({
  ...keys.notified(tenant, `delivery#${name}`),
  kind: 'notified',
  at,
  sent: 1,
  refused: 0,
  expiresAt: logExpiry(at),
});

export const isDelivered = async (store: Store, tenant: string, name: string): Promise<boolean> =>
  (await store.get(keys.notified(tenant, `delivery#${name}`), deliveredItem)) !== undefined;

export const markDelivered = async (
  store: Store,
  tenant: string,
  name: string,
  at: number,
): Promise<void> => {
  await store.put(delivered(tenant, name, at));
};
