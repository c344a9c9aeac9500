import * as z from 'zod';
import { exportClass, exportCriteria, exportFormat } from '../../../schema/api/report/export.ts';
import { computerFilter } from '../../../schema/api/task/task-parameters.ts';
import { absent, all, equals } from '../../condition.ts';
import { keys, partitions } from '../../keys.ts';
import type { Page, Store, Write } from '../../store.ts';
import { reach } from './report.ts';

const part = z.object({ events: z.number(), bytes: z.number(), sha256: z.string() });
export type ExportedPart = z.infer<typeof part>;

/** Where the walk over a tenant's batches goes on (`batch-places.ts`). */
const place = z.object({ hour: z.number(), shard: z.number(), after: z.string().optional() });

/** Events that somebody wants as files; the files lie in the bucket. Times in epoch ms. */
export const exportItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('export'),
  tenant: z.string(),
  ID: z.string(),
  state: z.enum(['waiting', 'done', 'failed']),
  eventClass: exportClass,
  format: exportFormat,
  /** Half-open; absent: everything that is kept. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Half-open: only what the plane received then, so that one export goes on where another ended. */
  received: z.object({ from: z.number(), until: z.number() }).optional(),
  computerFilter: computerFilter.optional(),
  searchCriteria: exportCriteria,
  reach,
  created: z.number(),
  createdBy: z.string(),
  /** Steps that are done, and where the next one begins; how often that one was begun. */
  step: z.number(),
  place: place.optional(),
  attempts: z.number(),
  /** When a message for it was last sent or taken up. */
  moved: z.number().optional(),
  parts: z.array(part),
  done: z.number().optional(),
  /** SHA-256 of the manifest, in hex. */
  manifest: z.string().optional(),
  note: z.string().optional(),
  expiresAt: z.number(),
});
export type ExportItem = z.infer<typeof exportItem>;

export const newExport = (
  tenant: string,
  ID: string,
  more: Omit<
    ExportItem,
    'pk' | 'sk' | 'kind' | 'tenant' | 'ID' | 'state' | 'attempts' | 'step' | 'place' | 'parts'
  >,
): ExportItem => ({
  ...keys.export(tenant, ID),
  kind: 'export',
  tenant,
  ID,
  state: 'waiting',
  step: 0,
  attempts: 0,
  parts: [],
  ...more,
});

export const askForExport = (item: ExportItem): Write => ({ put: item, if: absent('pk') });

export const readExport = (store: Store, tenant: string, ID: string): Promise<ExportItem | undefined> =>
  store.get(keys.export(tenant, ID), exportItem);

/** The latest first. */
export const listExports = (store: Store, tenant: string, limit: number): Promise<Page<ExportItem>> =>
  store.query(partitions.reports(tenant), exportItem, { prefix: 'export#', descending: true, limit });

const standsAt = (step: number) => all(equals('state', 'waiting'), equals('step', step));

/** Counts an attempt at a step; undefined when it is done already. */
export const beginStep = async (
  store: Store,
  tenant: string,
  ID: string,
  step: number,
): Promise<ExportItem | undefined> => {
  const change = { add: { attempts: 1 }, set: { moved: store.now() } };
  const begun = await store.update(keys.export(tenant, ID), change, exportItem, standsAt(step));
  return begun.ok ? begun.item : undefined;
};

/** Ends a step. Who comes second, having done the same step, changes nothing. */
export const endStep = async (
  store: Store,
  { tenant, ID, step }: ExportItem,
  set: Partial<Pick<ExportItem, 'state' | 'place' | 'parts' | 'done' | 'manifest' | 'note'>>,
): Promise<void> => {
  const change = { set: { ...set, step: step + 1, attempts: 0 } };
  await store.update(keys.export(tenant, ID), change, exportItem, standsAt(step));
};
