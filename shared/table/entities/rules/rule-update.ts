import * as z from 'zod';
import { DEFAULT_SHRINK_SHARE } from '../../../domain/rule-update/feed/sound.ts';
import { type RuleUpdateSettings, ruleUpdateSettings } from '../../../schema/api/rule-update.ts';
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
});
export type RuleUpdateSettingsItem = z.infer<typeof ruleUpdateSettingsItem>;

/** No source of others is read until the operator names it, and so agrees to its licence. */
const defaults: RuleUpdateSettings = {
  sources: [],
  autoPublish: true,
  mostShrink: DEFAULT_SHRINK_SHARE,
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
  /** Names the import: it stays when one that broke off is begun again, at `tried`. */
  started: z.number().optional(),
  tried: z.number().optional(),
  ended: z.number().optional(),
});
export type ImportRunItem = z.infer<typeof importRunItem>;

export const readImportRun = (store: Store): Promise<ImportRunItem | undefined> =>
  store.get(keys.catalogueRun, importRunItem);
