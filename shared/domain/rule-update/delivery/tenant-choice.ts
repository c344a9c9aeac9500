import { accept, missing, type Outcome, refuse } from '../../outcome.ts';
import type { Offered, Taken } from './tenant-version.ts';

/** What a tenant runs, and what it took up before, the latest first. */
export interface TenantPast {
  readonly applied: Taken;
  readonly history: readonly Taken[];
}

/**
 * What a tenant may put itself on (IPS-7), the newest first: what is open to it, what it runs, and what it ran before.
 * Nothing newer than what is open: that was rolled back by the operator.
 */
export const choicesOf = (tenant: TenantPast | undefined, offered: Offered | undefined): Offered[] => {
  if (!tenant) return offered ? [{ version: offered.version, sequence: offered.sequence }] : [];
  const { applied, history } = tenant;
  const newest = offered?.version ?? applied.version;
  const open = [...(offered ? [offered] : []), applied, ...history.filter((one) => one.version < newest)];
  const byVersion = new Map<number, Offered>();
  for (const { version, sequence } of open) {
    if (!byVersion.has(version)) byVersion.set(version, { version, sequence });
  }
  return [...byVersion.values()].sort((a, b) => b.version - a.version);
};

/** To apply a version, or to apply it again. */
export const decideApply = (version: number, choices: readonly Offered[]): Outcome<Offered> => {
  const chosen = choices.find((one) => one.version === version);
  return chosen ? accept(chosen) : missing('rule update');
};

/**
 * To go back to the version before. Asked again it goes no further, so that a repeated request is safe: who wants an
 * older one still applies it by its number.
 */
export const decideRollback = (
  tenant: TenantPast | undefined,
  choices: readonly Offered[],
): Outcome<Offered> => {
  const applied = tenant?.applied.version;
  const former = tenant?.history.find(({ version }) => version !== applied)?.version;
  if (applied === undefined || former === undefined)
    return refuse('conflict', 'There is no version before the applied one.', 'nothing-before');
  if (former > applied) {
    return refuse(
      'conflict',
      `Rolled back to version ${applied} already. Apply an older one by its version.`,
      'rolled-back',
    );
  }
  const chosen = choices.find(({ version }) => version === former);
  return (
    (chosen && accept(chosen)) ?? refuse('conflict', `Version ${former} is not open any more.`, 'not-open')
  );
};
