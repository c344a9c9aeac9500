import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory, writeDurably } from '../host/durable-file.ts';
import type { RolledBack } from './config.ts';

/** A ruleset on disk: its text without what changes from load to load, and whether the host's filter is set aside. */
export interface StoredRuleset {
  readonly hash: string;
  readonly text: string;
  readonly hostFilter: 'set-aside' | 'keep';
}

/** A change in force but not confirmed. */
export interface Pending {
  readonly token: string;
  readonly ruleset: StoredRuleset;
  readonly watchdog: number;
  readonly since: number;
}

/**
 * What the firewall remembers across a crash. A pending change is one file whose name holds its token; confirming it
 * and rolling it back both begin with renaming that file, so exactly one of agent and watchdog wins.
 */
export interface RulesetStore {
  confirmed(): StoredRuleset | null;
  pending(): Pending | null;
  rolledBack(): RolledBack | null;
  /** Where the commands that undo a change lie for the watchdog. */
  rollbackFile(token: string): string;
  pendingFile(token: string): string;
  /** What the watchdog renames the pending file to. */
  readonly expiredFile: string;
  prepare(pending: Pending, rollback: string): void;
  /** False: it was rolled back before. */
  confirm(token: string): boolean;
  /** False: it was confirmed or rolled back before. */
  claimRollBack(token: string, reason: string, at: number): boolean;
  /** Takes note of a roll-back the watchdog made. */
  noteExpired(at: number): void;
  /** Another change takes its place, or it never came into force. False: it was rolled back before. */
  withdraw(token: string): boolean;
  forget(): void;
}

const EXPIRED_REASON = 'the change was not confirmed in time';

export function createRulesetStore(dir: string): RulesetStore {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(dir, name);
  const pendingFile = (token: string): string => at(`pending-${token}.json`);
  const rollbackFile = (token: string): string => at(`rollback-${token}.nft`);
  const expiredFile = at('expired.json');

  const pending = (): Pending | null => {
    const name = readdirSync(dir).find((file) => /^pending-[0-9a-f]+\.json$/.test(file));
    return name === undefined ? null : readJson<Pending>(at(name));
  };
  /** Renaming is the moment of decision; afterwards the file's content is put where it belongs. */
  const claim = (token: string, as: string): boolean => {
    try {
      renameSync(pendingFile(token), as);
      syncDirectory(dir);
      return true;
    } catch {
      return false;
    }
  };
  const noteRolledBack = (claimed: string, reason: string, time: number): void => {
    const change = readJson<Pending>(claimed);
    if (change === null) return;
    const note: RolledBack = { hash: change.ruleset.hash, reason, at: time };
    writeDurably(at('rolled-back.json'), JSON.stringify(note));
    rmSync(claimed, { force: true });
    rmSync(rollbackFile(change.token), { force: true });
  };

  return {
    pending,
    pendingFile,
    rollbackFile,
    expiredFile,
    confirmed: () => readJson<Pending>(at('confirmed.json'))?.ruleset ?? null,
    rolledBack: () => readJson<RolledBack>(at('rolled-back.json')),
    prepare(change, rollback) {
      writeDurably(rollbackFile(change.token), rollback);
      writeDurably(pendingFile(change.token), JSON.stringify(change));
    },
    confirm(token) {
      if (!claim(token, at('confirmed.json'))) return false;
      rmSync(rollbackFile(token), { force: true });
      rmSync(at('rolled-back.json'), { force: true });
      return true;
    },
    claimRollBack(token, reason, time) {
      const claimed = at(`claimed-${token}.json`);
      if (!claim(token, claimed)) return false;
      noteRolledBack(claimed, reason, time);
      return true;
    },
    noteExpired: (time) => noteRolledBack(expiredFile, EXPIRED_REASON, time),
    withdraw(token) {
      const claimed = at(`claimed-${token}.json`);
      const claimedIt = claim(token, claimed);
      rmSync(claimed, { force: true });
      if (claimedIt) rmSync(rollbackFile(token), { force: true });
      return claimedIt;
    },
    forget() {
      for (const file of readdirSync(dir)) rmSync(at(file), { force: true });
    },
  };
}

function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}
