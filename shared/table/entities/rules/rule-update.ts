import * as z from 'zod';
import { DEFAULT_MOST_LOST } from '../../../domain/rule-update/feed/sound.ts';
import { type RuleUpdateSettings, ruleUpdateSettings } from '../../../schema/api/rules/rule-update.ts';
import { keys } from '../../keys.ts';
import type { Store } from '../../store.ts';

const defaultRings = { firstTenants: [], secondShare: 0, delayHours: 24 };

export const ruleUpdateSettingsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('rule-update-settings'),
  revision: z.number(),
  ...ruleUpdateSettings.shape,
  rings: ruleUpdateSettings.shape.rings.default(defaultRings),
  mostFilesLost: ruleUpdateSettings.shape.mostFilesLost.default(DEFAULT_MOST_LOST.files),
});
export type RuleUpdateSettingsItem = z.infer<typeof ruleUpdateSettingsItem>;

/** No source of others is read until the operator names it, and so agrees to its licence. */
const defaults: RuleUpdateSettings = {
  sources: [],
  autoPublish: true,
  mostShrink: DEFAULT_MOST_LOST.rules,
  mostFilesLost: DEFAULT_MOST_LOST.files,
  everyHours: 24,
  rings: defaultRings,
};

export const readRuleUpdateSettings = async (store: Store): Promise<RuleUpdateSettingsItem> =>
  (await store.get(keys.catalogueSettings, ruleUpdateSettingsItem)) ?? {
    ...keys.catalogueSettings,
    kind: 'rule-update-settings',
    revision: 0,
    ...defaults,
  };

/** When imports were asked for and ran. */
export const importRunItem = z.object({
  pk: z.string(),
  sk: z.string(),
  kind: z.literal('import-run'),
  requested: z.number().optional(),
  requestedBy: z.string().optional(),
  /** Sources that may shrink at the next import, and at the one that `started` names. */
  acceptShrink: z.array(z.string()).optional(),
  accepts: z.array(z.string()).optional(),
  /** Names the import: it stays when one that broke off is begun again, at `tried`. */
  started: z.number().optional(),
  tried: z.number().optional(),
  ended: z.number().optional(),
});
export type ImportRunItem = z.infer<typeof importRunItem>;

export const readImportRun = (store: Store): Promise<ImportRunItem | undefined> =>
  store.get(keys.catalogueRun, importRunItem);
