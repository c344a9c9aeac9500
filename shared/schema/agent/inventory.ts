import * as z from 'zod';
import type { Inventory } from '../../domain/recommendation/inventory.ts';
import { time } from '../api/common.ts';

/** Bounds of what a host may tell of itself; an agent cuts its lists to them. */
export const MOST_PACKAGES = 20_000;
export const MOST_LISTENERS = 1000;
export const MOST_PROGRAMS = 2000;
export const MOST_SERVICES = 1000;
export const MOST_TEXT = 250;
/** Unpacked; about 100 bytes a package. */
export const MAX_INVENTORY_BYTES = 6 * 1024 * 1024;

/** Agents count connections up to this, in powers of two. */
export const MOST_SEEN = 1024;

const text = z.string().max(MOST_TEXT);
const seenCount = z.number().int().min(0).max(MOST_SEEN);

export const inventory = z.object({
  os: z.object({ id: text, versionID: text, name: text, kernel: text }),
  packageFormat: z.enum(['deb', 'rpm', 'apk', 'none']),
  packages: z
    .array(
      z.object({ name: text.min(1), version: text, source: text.optional(), sourceVersion: text.optional() }),
    )
    .max(MOST_PACKAGES),
  listeners: z
    .array(
      z.object({
        protocol: z.enum(['tcp', 'udp']),
        port: z.number().int().min(0).max(65_535),
        address: z.string().max(45),
        executable: text.optional(),
        package: text.optional(),
        seen: z.object({ tls: seenCount, plain: seenCount }).optional(),
      }),
    )
    .max(MOST_LISTENERS),
  processes: z.array(z.object({ executable: text, package: text.optional() })).max(MOST_PROGRAMS),
  services: z.array(text).max(MOST_SERVICES),
}) satisfies z.ZodType<Inventory>;

/**
 * The answer to `scan-for-recommendations`. An inventory that is as it was when it was last taken may stay away: its
 * hash says so, and the plane asks for it where it has another.
 */
export const inventoryReport = z.object({
  /** Of the todo that it answers. */
  requested: time,
  /** Epoch ms by the host's clock. */
  started: time,
  finished: time,
  /** SHA-256, hex, of the inventory as canonical JSON. */
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
  inventory: inventory.optional(),
  /** Why there is none. */
  failed: z.string().max(300).optional(),
});
export type InventoryReport = z.infer<typeof inventoryReport>;

export const inventoryReply = z.object({
  /** `send-inventory`: the plane does not have the one of this hash. */
  outcome: z.enum(['taken', 'send-inventory']),
});
export type InventoryReply = z.infer<typeof inventoryReply>;
