import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod';
import { ruleStatuses } from '../../../domain/recommendation/decide.ts';
import { keys } from '../../keys.ts';
import type { Item, Store } from '../../store.ts';

/** What is long about a scan, packed: why each rule is or is not needed, which CVEs the host is open to. */
export const scanDetail = z.object({
  rules: z.array(
    z.object({
      ruleID: z.number(),
      status: z.enum(ruleStatuses),
      reason: z.string(),
      CVE: z.string().optional(),
    }),
  ),
  /** How many of all rules have each status. */
  counts: z.record(z.string(), z.number()),
  exposures: z.array(
    z.object({
      CVE: z.string(),
      status: z.enum(['affected', 'unknown']),
      package: z.string(),
      version: z.string(),
      fixedIn: z.string(),
      advisory: z.string(),
    }),
  ),
  skipped: z.array(z.object({ ruleID: z.number(), why: z.string() })),
});
export type ScanDetail = z.infer<typeof scanDetail>;

const packedItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.enum(['scan-detail', 'inventory']),
  tenant: z.string(),
  ID: z.number(),
  hash: z.string(),
  content: z.instanceof(Uint8Array),
});
type PackedItem = z.infer<typeof packedItem>;

const MOST_UNPACKED = 16 * 1024 * 1024;
/** An item takes 400 KB. */
export const MOST_PACKED = 380 * 1024;

const pack = (value: unknown) =>
  new Uint8Array(
    zstdCompressSync(JSON.stringify(value), { params: { [constants.ZSTD_c_compressionLevel]: 9 } }),
  );

const open = ({ content }: PackedItem): unknown =>
  JSON.parse(zstdDecompressSync(content, { maxOutputLength: MOST_UNPACKED }).toString());

export const scanDetailItem = (
  tenant: string,
  ID: number,
  hash: string,
  detail: ScanDetail,
): PackedItem & Item => ({
  ...keys.scanDetail(tenant, ID),
  kind: 'scan-detail',
  tenant,
  ID,
  hash,
  content: pack(detail),
});

/**
 * What of a detail an item takes, packed: a host chooses its versions' texts, and one that chose them badly must not
 * have its scans fail, and be asked for, for ever.
 */
export const fitted = (detail: ScanDetail): ScanDetail => {
  if (pack(detail).length <= MOST_PACKED) return detail;
  const half = <T>(list: readonly T[]): T[] => list.slice(0, Math.floor(list.length / 2));
  const { rules, exposures, skipped } = detail;
  return fitted({ ...detail, rules: half(rules), exposures: half(exposures), skipped: half(skipped) });
};

/** An inventory as its host told it; `hash` is the host's. */
export const inventoryItem = (
  tenant: string,
  ID: number,
  hash: string,
  inventory: unknown,
): PackedItem & Item => ({
  ...keys.inventory(tenant, ID),
  kind: 'inventory',
  tenant,
  ID,
  hash,
  content: pack(inventory),
});

export const readScanDetail = async (
  store: Store,
  tenant: string,
  ID: number,
): Promise<ScanDetail | undefined> => {
  const item = await store.get(keys.scanDetail(tenant, ID), packedItem);
  return item && scanDetail.parse(open(item));
};

/** Undefined where there is none, or one of another hash. */
export const readInventory = async (
  store: Store,
  tenant: string,
  ID: number,
  hash: string,
): Promise<unknown> => {
  const item = await store.get(keys.inventory(tenant, ID), packedItem);
  return item?.hash === hash ? open(item) : undefined;
};
