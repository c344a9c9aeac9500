import { clear } from './end.ts';
import { raise } from './raise.ts';
import type { AlertState } from './state.ts';

export const MANY_OFFLINE = 'computers-offline';
/** The same as that of other alerts of all of a tenant. */
export const MANY_TARGET = 'tenant';
/** Up to so many computers that fall silent together are mailed one by one. */
export const FEW = 10;

/** Epoch ms of the last beats of hosts. */
type Beats = readonly number[];

/**
 * What the alert of many silent computers becomes when `fresh` were found silent, before anybody is told of one of
 * them; `offline` were silent before. Hosts beat once in `beatMs`: those that one fault silenced were last heard of
 * within that time, though two looks may find them. Undefined: nothing changes.
 */
export const manySilent = (
  current: AlertState | undefined,
  fresh: Beats,
  offline: Beats,
  beatMs: number,
  now: number,
): AlertState | undefined => {
  const last = latest(fresh);
  const before = offline.filter((seen) => seen > last - beatMs && seen <= last);
  const together = [...fresh, ...before];
  if (fresh.length === 0 || together.length <= FEW) return undefined;
  const standing = current?.state === 'raised' ? current : undefined;
  const first = together.reduce((a, b) => Math.min(a, b), standing?.raised ?? last);
  const silent = [...fresh, ...offline].filter((seen) => seen >= first && seen <= last).length;
  // The most that were silent at once; the same that are found once more, for want of time, are no more than before.
  const count = Math.max(0, silent - (standing?.count ?? 0));
  const occurrence = { cause: `silent-${now}`, first, last, count, blocked: 0, sources: [] };
  const reason = `${silent} computers fell silent at about the same time.`;
  return raise(current, MANY_OFFLINE, MANY_TARGET, { reason }, occurrence, now)?.alert;
};

/** Ends the alert when few of those that it is about are silent still. `offline`: last beats of all that are. */
export const manyBack = (
  current: AlertState | undefined,
  offline: Beats,
  now: number,
): AlertState | undefined =>
  current && offline.filter((seen) => isWithin(current, seen)).length <= FEW
    ? clear(current, now)
    : undefined;

/** Whether a computer last heard of at `seen` is one of those that `many` tells of: it is not mailed by itself then. */
export const isToldByMany = (many: AlertState | undefined, seen: number): boolean =>
  many?.state === 'raised' && isWithin(many, seen);

const isWithin = ({ raised, last }: AlertState, seen: number): boolean => seen >= raised && seen <= last;

const latest = (beats: Beats): number => beats.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
