import { COMPILE_FAILED, compileAlert } from '../../shared/domain/alert/compile-failed.ts';
import { plainLine } from '../../shared/domain/plain-line.ts';
import { absent, equals } from '../../shared/table/condition.ts';
import { changeAlert } from '../../shared/table/entities/alert/alert.ts';
import { readComputer } from '../../shared/table/entities/computer/computer.ts';
import { systemEvent } from '../../shared/table/entities/event/system-event.ts';
import type { HeadItem } from '../../shared/table/entities/policy/policy.ts';
import { type Key, keys } from '../../shared/table/keys.ts';
import type { Store, Write } from '../../shared/table/store.ts';

/** Whose configuration a head is. */
export interface HeadOwner {
  readonly head: string;
  readonly policy?: { readonly ID: number; readonly name: string };
  readonly computerID?: number;
}

interface Writing {
  readonly store: Store;
  readonly tenant: string;
  readonly now: number;
}

/** What a compile came to. */
export type Compiled = { readonly hash: string; readonly unpacked: string } | { readonly failed: string };

/**
 * Writes what a configuration compiled to, if that is news. One that fails leaves the content hosts have; the alert
 * is put right first, and the system events ride with the head, so that a repetition tells nothing twice. False:
 * another compile was quicker.
 */
export const writeHead = async (
  writing: Writing,
  owner: HeadOwner,
  before: HeadItem | undefined,
  compiled: Compiled,
): Promise<boolean> => {
  const { store, tenant, now } = writing;
  const failed = 'failed' in compiled ? compiled.failed : undefined;
  if (failed !== undefined || before?.failed !== undefined) await settleAlert(writing, owner, failed);
  const { hash, unpacked } = 'hash' in compiled ? compiled : (before ?? {});
  if (before && before.hash === hash && before.failed === failed) return true;
  const head: HeadItem = {
    ...keys.head(tenant, owner.head),
    kind: 'head',
    compiled: now,
    revision: (before?.revision ?? 0) + 1,
    ...(hash !== undefined && { hash }),
    ...(unpacked !== undefined && { unpacked }),
    ...(failed !== undefined && { failed }),
  };
  const unchanged = before ? equals('revision', before.revision) : absent('pk');
  const told = before?.failed === failed ? [] : await eventsOf(writing, owner, failed, head.revision);
  return (await store.transact([{ put: head, if: unchanged }, ...told])).ok;
};

/** The end of what failed and is no more: a policy deleted, a computer without overrides of its own. */
export const forgetFailure = async (writing: Writing, head: HeadItem): Promise<void> => {
  const owner = { head: subjectOf(head) };
  await settleAlert(writing, owner, undefined);
  const { failed: _, ...rest } = head;
  const next = { ...rest, revision: head.revision + 1 };
  await writing.store.put(next, equals('revision', head.revision));
};

const subjectOf = ({ sk }: Key): string => sk.slice('head#'.length);

const settleAlert = async (writing: Writing, owner: HeadOwner, reason: string | undefined): Promise<void> => {
  const { store, tenant, now } = writing;
  const target = `configuration-${owner.head}`;
  const subject = reason === undefined ? undefined : { ...(await namesOf(writing, owner)), reason };
  await changeAlert(store, tenant, COMPILE_FAILED, target, (current) =>
    compileAlert(current, target, subject, now),
  );
};

const namesOf = async ({ store, tenant }: Writing, { policy, computerID }: HeadOwner) => {
  if (policy) return { policyID: policy.ID, policyName: plainLine(policy.name) };
  if (computerID === undefined) return {};
  const computer = await readComputer(store, tenant, computerID);
  const computerName = plainLine(computer?.displayName || computer?.hostName || `Computer ${computerID}`);
  return { computerID, computerName };
};

/** events.md section 5: 804 says why, 805 (a policy) or 806 (a computer) who keeps the old rules; 580 and 581. */
const eventsOf = async (
  writing: Writing,
  owner: HeadOwner,
  failed: string | undefined,
  revision: number,
): Promise<readonly Write[]> => {
  const names = await namesOf(writing, owner);
  const tell = (
    number: number,
    severity: 'error' | 'warning',
    title: string,
    description: string,
  ): Write => ({
    put: systemEvent(writing.tenant, {
      id: `compile-${number}-${owner.head}-${revision}`,
      at: writing.now,
      number,
      severity,
      title,
      description,
      actionBy: 'System',
      targetType: owner.policy ? 'Policy' : 'Computer',
      targetID: owner.policy?.ID ?? owner.computerID,
      targetName: 'policyName' in names ? names.policyName : names.computerName,
    }),
  });
  if (failed === undefined) {
    const better = 'The configuration compiles again; hosts take it at their next beat.';
    return [tell(581, 'warning', 'Application Type Port List Misconfiguration Resolved', better)];
  }
  return [
    tell(804, 'error', 'Intrusion Prevention Rule Compiler Failed', failed),
    tell(
      owner.policy ? 805 : 806,
      'error',
      'Intrusion Prevention Rules Failed to Compile',
      'The last configuration stays in force.',
    ),
    tell(580, 'warning', 'Application Type Port List Misconfiguration', failed),
  ];
};
