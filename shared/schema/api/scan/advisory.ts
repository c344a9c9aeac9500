import * as z from 'zod';
import { time } from '../common.ts';

/** Addresses of archives; on one machine also directories and files. */
const source = z.string().trim().min(1, 'cannot be blank').max(2000);

export const advisoryChange = z.object({
  sources: z.array(source).max(50).optional(),
  everyHours: z.number().int().min(1).max(720).optional(),
});

export const advisoryState = z.object({
  sources: z.array(z.string()),
  everyHours: z.number(),
  /** Epoch ms: when an import was asked for, when the last one began and ended. */
  asked: time.optional(),
  started: time.optional(),
  ended: time.optional(),
  /** Documents of the last import, and how many of them were no advisories. */
  read: z.number().int().optional(),
  refused: z.number().int().optional(),
  /** Sources that could not be read, ecosystems that stay as they were, with the reason. */
  problems: z.array(z.string()).optional(),
  /** By name: CVEs, packages, and when it changed last. */
  ecosystems: z.record(
    z.string(),
    z.object({ CVEs: z.number().int(), packages: z.number().int(), imported: time }),
  ),
});
