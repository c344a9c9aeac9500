import * as z from 'zod';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

/** Where advisories come from, and how the last import went; the operator's. */
export const advisorySettingsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('advisory-settings'),
  sources: z.array(z.string()),
  everyHours: z.number(),
  /** Epoch ms: when the operator asked for an import, when the last one began and ended. */
  asked: z.number().optional(),
  started: z.number().optional(),
  ended: z.number().optional(),
  read: z.number().optional(),
  refused: z.number().optional(),
  problems: z.array(z.string()).optional(),
});
export type AdvisorySettingsItem = z.infer<typeof advisorySettingsItem>;

export const noAdvisorySettings: AdvisorySettingsItem = {
  ...keys.advisorySettings,
  kind: 'advisory-settings',
  sources: [],
  everyHours: 24,
};

export const readAdvisorySettings = async (store: Store): Promise<AdvisorySettingsItem> =>
  (await store.get(keys.advisorySettings, advisorySettingsItem)) ?? noAdvisorySettings;
