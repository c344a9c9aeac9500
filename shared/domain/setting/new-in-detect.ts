/** The setting of a tenant as a whole that keeps rules which come new in detect; ours, the field has none. */
export const NEW_IN_DETECT = 'platformSettingNewRulesStartInDetectEnabled';
