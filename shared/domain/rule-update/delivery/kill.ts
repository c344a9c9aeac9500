import { accept, missing, type Outcome, refuse } from '../../outcome.ts';

/** A rule that the operator took off every host (SRV-2). */
export interface Kill {
  readonly ID: number;
  /** With its texts as of this version of the catalogue; absent: whatever its texts are. */
  readonly version?: number | undefined;
  /** Digest of those texts. */
  readonly texts?: string | undefined;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
  readonly by: string;
}

export interface KillList {
  readonly sequence: number;
  readonly rules: readonly Kill[];
}

export const noKills: KillList = { sequence: 0, rules: [] };

/** What the rule says, as one line of text to be digested; equal texts in equal order are equal. */
export const textsLine = (signatures: readonly string[]): string => JSON.stringify(signatures);

/**
 * Whether a rule may not be run. `digest` is SHA-256 in hex; it is asked only for rules that a kill names by their
 * texts.
 */
export const isKilled = (
  kills: readonly Pick<Kill, 'ID' | 'texts'>[],
  rule: { readonly ID: number; readonly signatures: readonly string[] },
  digest: (text: string) => string,
): boolean =>
  kills.some(
    ({ ID, texts }) =>
      ID === rule.ID && (texts === undefined || texts === digest(textsLine(rule.signatures))),
  );

/** Takes a rule off; one that is off already is off as said last. */
export const addKill = (list: KillList, kill: Kill, most: number): Outcome<KillList> => {
  const others = list.rules.filter(({ ID }) => ID !== kill.ID);
  if (others.length >= most) {
    return refuse(
      'conflict',
      `ruleID: ${most} rules are taken off already; lift some first.`,
      'too-many-kills',
    );
  }
  return accept({ sequence: nextSequence(list, kill.at), rules: [...others, kill] });
};

/** Lets a rule run again. */
export const liftKill = (list: KillList, ruleID: number, now: number): Outcome<KillList> =>
  list.rules.some(({ ID }) => ID === ruleID)
    ? accept({ sequence: nextSequence(list, now), rules: list.rules.filter(({ ID }) => ID !== ruleID) })
    : missing('kill of this rule');

/** Above what any host has seen, also of a plane that was restored from a backup: hosts take no lower one. */
const nextSequence = ({ sequence }: KillList, now: number): number => Math.max(sequence + 1, now);
