import { describe, expect, it } from 'vitest';
import { choicesOf, decideApply, decideRollback, type TenantPast } from './tenant-choice.ts';

const taken = (version: number, sequence = version) => ({ version, sequence, at: 0 });
/** Took these up, the latest first. */
const took = (...versions: number[]): TenantPast => {
  const history = versions.map((version) => taken(version));
  return { applied: taken(versions[0] ?? 0), history };
};
const versions = (tenant: TenantPast | undefined, offered?: number) =>
  choicesOf(tenant, offered === undefined ? undefined : taken(offered)).map(({ version }) => version);

describe('what a tenant may put itself on', () => {
  it.each<[string, TenantPast | undefined, number | undefined, number[]]>([
    ['nothing where nothing is open', undefined, undefined, []],
    ['what is open, before it has any', undefined, 2, [2]],
    ['what is open, what it runs and what it ran', took(3, 1), 4, [4, 3, 1]],
    ['each once', took(2, 3, 2, 1), 3, [3, 2, 1]],
    ['what it runs, though it was never open again', took(3, 2), undefined, [3, 2]],
    ['nothing that the operator rolled back', took(2, 3, 2), 2, [2]],
    ['except what it still runs', took(3, 2), 2, [3, 2]],
  ])('%s', (_what, tenant, offered, expected) => {
    expect(versions(tenant, offered)).toEqual(expected);
  });

  it('is applied by its number, as the release that brought it', () => {
    const choices = choicesOf(took(3), taken(4, 9));
    expect(decideApply(4, choices)).toEqual({ ok: true, value: { version: 4, sequence: 9 } });
    expect(decideApply(3, choices)).toMatchObject({ ok: true, value: { version: 3 } });
    expect(decideApply(5, choices)).toMatchObject({ ok: false, kind: 'missing' });
  });
});

describe('a roll-back by a tenant', () => {
  it.each<[string, TenantPast | undefined, number | undefined, number | string]>([
    ['goes to the version before', took(3, 2, 1), 3, 2],
    ['also where the applied one was applied again', took(3, 3, 1), 3, 1],
    ['asked again goes no further', took(2, 3, 2, 1), 3, 'rolled-back'],
    ['has nothing to go to', took(3), 3, 'nothing-before'],
    ['nor before the first', undefined, 3, 'nothing-before'],
  ])('%s', (_what, tenant, offered, expected) => {
    const choices = choicesOf(tenant, offered === undefined ? undefined : taken(offered));
    const decided = decideRollback(tenant, choices);
    expect(decided.ok ? decided.value.version : decided.reason).toBe(expected);
  });

  it('leaves out what is kept back', () => {
    expect(decideRollback(took(2, 1), [taken(2)])).toMatchObject({ ok: false, reason: 'not-open' });
  });
});
