import type { BufferName, FlowTest, MatchStep } from './model.ts';

/** A rule while its options are read one after the other. */
export interface RuleDraft {
  sid: number | null;
  flow: FlowTest;
  /** The sticky buffer that following contents belong to. */
  buffer: BufferName;
  readonly steps: DraftStep[];
}

/** Steps are open for change until the rule ends, since modifiers follow the content they change. */
export interface DraftStep {
  buffer: BufferName;
  step: Mutable<MatchStep>;
  fast: boolean;
  /** The content named offset or depth itself (startswith counts). */
  anchored: boolean;
}

export type Mutable<T> = T extends unknown ? { -readonly [K in keyof T]: T[K] } : never;

export function newDraft(): RuleDraft {
  return {
    sid: null,
    flow: { established: null, toServer: null, stream: null },
    buffer: 'payload',
    steps: [],
  };
}

/** Reason of a refusal, or null when the option was taken. */
export type Taken = string | null;

export type ContentDraft = DraftStep & { step: Mutable<MatchStep> & { kind: 'content' } };

/** The content that a modifier changes: the nearest before it, whatever stands between. Or the reason why there is none. */
export function lastContent(draft: RuleDraft, keyword: string): ContentDraft | string {
  return draft.steps.findLast(isContent) ?? `${keyword} does not follow a content`;
}

function isContent(step: DraftStep): step is ContentDraft {
  return step.step.kind === 'content';
}

/** Reads a whole number within bounds; null when it is not one. */
export function wholeNumber(value: string | null, low: number, high: number): number | null {
  if (value === null || !/^-?\d{1,10}$/.test(value)) return null;
  const number = Number(value);
  return number >= low && number <= high ? number : null;
}
