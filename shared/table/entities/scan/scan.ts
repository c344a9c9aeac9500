import * as z from 'zod';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/**
 * What a computer's last recommendation scan came to, as far as lists and decisions need it; reasons and the inventory
 * lie apart. `automatic` and `declined`: what scans did by themselves, and what people took back of it.
 */
export const scanItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('scan'),
  tenant: z.string(),
  ID: z.number(),
  revision: z.number(),
  /** Why the last scan gave no result; the lists are then those of the one before. */
  problem: z.string().optional(),
  /** Epoch ms: when the plane decided; absent before the first result. */
  decided: z.number().optional(),
  /** By the host's clock; `requested`: when it was asked for, by the plane's. */
  requested: z.number().optional(),
  started: z.number(),
  finished: z.number(),
  /** Of the inventory. */
  hash: z.string(),
  ecosystem: z.string().optional(),
  recommended: z.array(z.number()),
  /** Assigned at the time, and not needed. */
  unneeded: z.array(z.number()),
  automatic: z.array(z.number()),
  declined: z.array(z.number()),
});
export type ScanItem = z.infer<typeof scanItem>;

export const readScan = (store: Store, tenant: string, computerID: number): Promise<ScanItem | undefined> =>
  store.get(keys.scan(tenant, computerID), scanItem);

/** People had forgotten what it found. Who assigned which rule is kept. */
export const clearedScan = ({ decided: _, problem: __, ecosystem: ___, ...scan }: ScanItem): ScanItem => ({
  ...scan,
  ...{ revision: scan.revision + 1, hash: '', recommended: [], unneeded: [] },
});

export const isCleared = ({ decided, problem }: Pick<ScanItem, 'decided' | 'problem'>): boolean =>
  decided === undefined && problem === undefined;

/** A scan's members of the API (domain/api.md, assignments). Out of date: advisories came since it was decided. */
export const scanStatus = (
  scan: Pick<ScanItem, 'problem' | 'decided'> | undefined,
  advisoriesChanged: number,
): 'none' | 'valid' | 'out-of-date' | 'unknown' => {
  if (!scan || isCleared(scan)) return 'none';
  if (scan.problem !== undefined || scan.decided === undefined) return 'unknown';
  return scan.decided < advisoriesChanged ? 'out-of-date' : 'valid';
};
