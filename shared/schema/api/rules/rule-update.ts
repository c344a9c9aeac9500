import * as z from 'zod';
import { time } from '../common.ts';

const sourceName = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** Where rules come from beside our own. */
export const ruleSource = z.object({
  name: sourceName,
  /** `https:` address of a tar.gz or file of rules; on one machine also a path. */
  from: z.string().min(1).max(2048),
  /** What the operator knows of its licence, where it brings no text. */
  licence: z.string().max(200).optional(),
  check: z.enum(['beside', 'sha256', 'md5', 'none']).optional(),
});

export const ruleUpdateSettings = z.object({
  sources: z
    .array(ruleSource)
    .max(20)
    .refine(
      (sources) => new Set(sources.map(({ name }) => name)).size === sources.length,
      'names must differ',
    )
    .refine(
      (sources) => sources.every(({ name }) => name !== 'starter'),
      'starter is the name of our own rules',
    ),
  /** Publish a version as soon as it is imported. */
  autoPublish: z.boolean(),
  /** Share of its rules that a source may lose at once, counted in files that are still there. */
  mostShrink: z.number().min(0).max(1),
  /** Share of its files that a source may lose at once. */
  mostFilesLost: z.number().min(0).max(1),
  everyHours: z.number().int().min(1).max(720),
  /** Who gets a version first, and how long the others wait. Without anybody to go first nobody waits. */
  rings: z.object({
    firstTenants: z.array(z.guid().toLowerCase()).max(100),
    secondShare: z.number().min(0).max(1),
    delayHours: z.number().min(0).max(720),
  }),
});
export type RuleUpdateSettings = z.infer<typeof ruleUpdateSettings>;

export const ruleUpdateSettingsChange = ruleUpdateSettings.partial();

export const ruleUpdate = z.object({
  version: z.number().int(),
  state: z.enum(['imported', 'held', 'published']),
  created: time,
  /** Last time it was put in force. */
  published: time.optional(),
  sources: z.array(z.string()),
  /** Rules by what became of them: read, accepted, usable, added, changed, removed and others. */
  counts: z.record(z.string(), z.number()),
});

export const ruleUpdates = z.object({
  ruleUpdates: z.array(ruleUpdate),
  /** Rises with each publication, so with a roll-back, too. */
  sequence: z.number().int(),
  /** When an import was last asked for, began and ended. */
  requested: time.optional(),
  started: time.optional(),
  ended: time.optional(),
  /** Sources whose last import failed: what they gave before stays in force. */
  failures: z.array(z.object({ source: z.string(), message: z.string(), since: time })),
});

const reasons = z.array(z.object({ reason: z.string(), count: z.number().int() }));

export const ruleUpdateDetail = ruleUpdate.extend({
  /** Why rules were not taken, or are not offered yet; most frequent first. */
  refused: reasons,
  unsupported: reasons,
  origins: z.array(
    z.object({
      name: z.string(),
      from: z.string().optional(),
      licences: z.array(z.string()),
      imported: time,
      rules: z.number().int(),
    }),
  ),
});

export const ruleUpdateChange = z.object({ state: z.enum(['published', 'held', 'imported']) });

/** `acceptShrink`: sources that are taken as they are this once, however much they lost. */
export const importWish = z.object({ acceptShrink: z.array(sourceName).max(20).optional() }).optional();

export const importRequest = z.object({ requested: time });

export const licences = z.object({
  licences: z.array(z.object({ source: z.string(), name: z.string(), text: z.string() })),
});
