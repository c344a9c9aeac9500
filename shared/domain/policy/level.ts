/** Members that a level changes of a rule or an application type; a list of texts is replaced whole. */
export type Override = Readonly<Record<string, string | number | boolean | readonly string[]>>;
/** By the id of what is overridden. */
export type Overrides = Readonly<Record<string, Override>>;

export interface StatefulAssignment {
  readonly interfaceID?: number | undefined;
  readonly interfaceTypeID?: number | undefined;
  readonly statefulConfigurationID: number;
}

/** What one level of the tree sets by itself: the default policy, a policy, a computer. Absent: inherited. */
export interface Level {
  readonly firewallState?: 'on' | 'off' | undefined;
  readonly firewallRuleIDs: readonly number[];
  readonly ipsState?: 'prevent' | 'detect' | 'off' | undefined;
  readonly ipsRuleIDs: readonly number[];
  readonly recommendationScanMode?: 'off' | 'ongoing' | undefined;
  readonly autoRequiresUpdate?: 'on' | 'off' | undefined;
  readonly statefulConfigurationID?: number | undefined;
  readonly statefulAssignments?: readonly StatefulAssignment[] | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly firewallRules?: Overrides | undefined;
  readonly ipsRules?: Overrides | undefined;
  readonly applicationTypes?: Overrides | undefined;
}

export const emptyLevel: Level = { firewallRuleIDs: [], ipsRuleIDs: [] };

/** Whether a level says nothing: a computer without anything of its own follows its policy's content. */
export const isEmptyLevel = (level: Level): boolean =>
  Object.values(level).every(
    (member) =>
      member === undefined ||
      (Array.isArray(member) && member.length === 0) ||
      (typeof member === 'object' && Object.keys(member).length === 0),
  );

/** The default policy as the last level above every root: its settings, and the module states among them. */
export const levelOfDefaults = (settings: Readonly<Record<string, string>>): Level => {
  const ips = settings.intrusionPreventionSettingState?.toLowerCase();
  const firewall = settings.firewallSettingState?.toLowerCase();
  return {
    ...emptyLevel,
    settings,
    ...((firewall === 'on' || firewall === 'off') && { firewallState: firewall }),
    ...((ips === 'prevent' || ips === 'detect' || ips === 'off') && { ipsState: ips }),
  };
};
