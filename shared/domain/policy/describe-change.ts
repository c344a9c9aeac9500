import type { NamedPolicy } from './change.ts';

export interface WrittenPolicy extends NamedPolicy {
  readonly description?: string | undefined;
}

const MOST_NAMED = 20;

/** What a change makes of a policy, in words for the trail (EVT-7). `before` is absent for a new one. */
export const describePolicyChange = (before: WrittenPolicy | undefined, after: WrittenPolicy): string => {
  const parts = [
    moved('name', before?.name, after.name),
    moved('parent', before?.parentID, after.parentID),
    moved('intrusion prevention', before && (before.ipsState ?? 'inherited'), after.ipsState ?? 'inherited'),
    rules('intrusion prevention rules', before?.ipsRuleIDs, after.ipsRuleIDs),
    moved('firewall', before && (before.firewallState ?? 'inherited'), after.firewallState ?? 'inherited'),
    rules('firewall rules', before?.firewallRuleIDs, after.firewallRuleIDs),
    before?.description === after.description ? undefined : 'description changed',
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? `${parts.join('; ')}.` : 'Saved as it was.';
};

type Value = string | number | undefined;

const moved = (what: string, before: Value, after: Value): string | undefined => {
  if (before === after) return undefined;
  return before === undefined ? `${what} ${after}` : `${what} ${before} to ${after ?? 'none'}`;
};

const rules = (
  what: string,
  before: readonly number[] = [],
  after: readonly number[],
): string | undefined => {
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  const parts = [
    ...(added.length > 0 ? [`added ${listed(added)}`] : []),
    ...(removed.length > 0 ? [`removed ${listed(removed)}`] : []),
  ];
  return parts.length > 0 ? `${what} ${parts.join(', ')}` : undefined;
};

const listed = (ids: readonly number[]): string =>
  ids.length > MOST_NAMED
    ? `${ids.slice(0, MOST_NAMED).join(' ')} and ${ids.length - MOST_NAMED} more`
    : ids.join(' ');
