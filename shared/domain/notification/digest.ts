/**
 * What one rule has for one mail destination. The first event of a quiet rule goes out at once; what follows within
 * the window is counted and goes out together when it ends, so that an attack of a million packets is a mail now and
 * a mail with a count per window. Counted twice is nothing and lost is nothing: what is being sent stays here until
 * the mail server has taken it.
 */
export interface Digest {
  /** Not sent yet. */
  readonly pending?: Tally | undefined;
  /** Being sent, or was when its sender died. */
  readonly sending?: Tally | undefined;
  /** Epoch ms: nobody else sends before. */
  readonly leasedUntil: number;
  /** Epoch ms: end of the window; 0 where none is open. */
  readonly until: number;
}

/** Events of one rule, added up. */
export interface Tally {
  /** Occurrences: a folded event counts as often as it occurred. */
  readonly count: number;
  /** Epoch ms of the first and the last one. */
  readonly first: number;
  readonly last: number;
  /** The first ones, in a line each. */
  readonly lines: readonly TallyLine[];
  /** Occurrences that have no line of their own. */
  readonly others: number;
  /** The queue's message that stays until this is sent; others may go. */
  readonly keeper: string;
}

/** Events that read alike, apart from time: one line of the mail. */
export interface TallyLine {
  readonly computer?: string | undefined;
  readonly what: string;
  readonly from?: string | undefined;
  readonly action?: string | undefined;
  readonly severity?: string | undefined;
  readonly count: number;
  readonly at: number;
}

export const MOST_LINES = 20;
/** A sender that is alive is through by then. */
export const LEASE_MS = 90_000;

const sameLine = (a: TallyLine, b: TallyLine): boolean =>
  a.computer === b.computer &&
  a.what === b.what &&
  a.from === b.from &&
  a.action === b.action &&
  a.severity === b.severity;

/** Adds up events, and to what was there; `keeper` where nothing was. Undefined without any. */
export const tally = (lines: readonly TallyLine[], keeper: string, to?: Tally): Tally | undefined =>
  lines.reduce<Tally | undefined>((sum, line) => addLine(sum ?? empty(line, keeper), line), to);

const empty = ({ at }: TallyLine, keeper: string): Tally => ({
  count: 0,
  first: at,
  last: at,
  lines: [],
  others: 0,
  keeper,
});

const addLine = (sum: Tally, line: TallyLine): Tally => {
  const index = sum.lines.findIndex((other) => sameLine(other, line));
  const twin = sum.lines[index];
  const room = sum.lines.length < MOST_LINES;
  return {
    ...sum,
    count: upTo(sum.count + line.count),
    first: Math.min(sum.first, line.at),
    last: Math.max(sum.last, line.at),
    ...(twin && { lines: sum.lines.with(index, { ...twin, count: upTo(twin.count + line.count) }) }),
    ...(!twin && room && { lines: [...sum.lines, line] }),
    ...(!twin && !room && { others: upTo(sum.others + line.count) }),
  };
};

/** Counts come from hosts; beyond this a number is not exact. */
const upTo = (count: number): number => Math.min(count, Number.MAX_SAFE_INTEGER);

const quiet: Digest = { leasedUntil: 0, until: 0 };

/** `keeper`: the message that brings them. */
export const added = (digest: Digest | undefined, lines: readonly TallyLine[], keeper: string): Digest => ({
  ...(digest ?? quiet),
  pending: tally(lines, keeper, digest?.pending),
});

/** Whether a message must stay, because what it brought is not sent and no other message stands for it. */
export const keeps = (digest: Digest | undefined, message: string): boolean =>
  digest?.pending?.keeper === message || digest?.sending?.keeper === message;

/** What to do now: send, come back at a time, or nothing. */
export type Due =
  | { readonly what: 'send'; readonly digest: Digest; readonly tally: Tally }
  | { readonly what: 'later'; readonly at: number }
  | { readonly what: 'nothing' };

/**
 * Decides on a digest, and takes it for the asker where something is to be sent. What a dead sender left is sent again
 * alone and as it was: it may have arrived, and mailboxes fold what has the same message id. What came since has its
 * own mail, a window later.
 */
export const due = (digest: Digest | undefined, now: number): Due => {
  const taken = digest?.sending ?? digest?.pending;
  if (!digest || !taken) return { what: 'nothing' };
  if (digest.leasedUntil > now) return { what: 'later', at: digest.leasedUntil };
  const { pending, sending, until } = digest;
  if (!sending && until > now) return { what: 'later', at: until };
  return {
    what: 'send',
    tally: taken,
    digest: {
      until,
      leasedUntil: now + LEASE_MS,
      sending: taken,
      ...(sending && pending && { pending }),
    },
  };
};

/** The mail is out: a window begins, in which others wait. */
export const sent = ({ pending }: Digest, now: number, windowMs: number): Digest => ({
  ...(pending && { pending }),
  leasedUntil: 0,
  until: now + windowMs,
});

/** The mail did not go out: whoever comes next may try. */
export const notSent = (digest: Digest): Digest => ({ ...digest, leasedUntil: 0 });
