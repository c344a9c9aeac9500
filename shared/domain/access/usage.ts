/** What is told of calls of the API: which operation, how it went, whose key; calls that agree in all of it are one. */
export interface UsageFacts {
  /** The operation's id, `listComputers`. */
  readonly action: string;
  readonly method: string;
  readonly status: number;
  readonly auth: 'api-key' | 'sign-in';
  /** 0: no key. */
  readonly keyID: number;
  /** As asked for; empty: not asked. */
  readonly expand: string;
}

export interface UsageSums {
  readonly calls: number;
  /** Milliseconds, of all calls together. */
  readonly duration: number;
  /** Items answered, of all calls together. */
  readonly items: number;
}

/** Calls of one tenant in one hour, by the text of their facts. */
export type UsageTally = Readonly<Record<string, UsageSums>>;

/** Different facts that one running instance tells apart in an hour; what comes after is counted without its key. */
const MOST_FACTS = 300;
const MOST_EXPAND = 60;
/** Later still it is not counted at all: the item stays far below what the table takes. */
const MOST_KEYLESS = 600;

export const factsText = ({ action, method, status, auth, keyID, expand }: UsageFacts): string =>
  [action, method, status, auth, keyID, expand.replaceAll('|', ' ').slice(0, MOST_EXPAND)].join('|');

export const factsOf = (text: string): UsageFacts => {
  const [action = '', method = '', status, auth, keyID, expand = ''] = text.split('|');
  return {
    action,
    method,
    status: Number(status),
    auth: auth === 'sign-in' ? 'sign-in' : 'api-key',
    keyID: Number(keyID),
    expand,
  };
};

export const addSums = (a: UsageSums | undefined, b: UsageSums): UsageSums => ({
  calls: (a?.calls ?? 0) + b.calls,
  duration: (a?.duration ?? 0) + b.duration,
  items: (a?.items ?? 0) + b.items,
});

/** The tally with one more call. */
export const withCall = (tally: UsageTally, facts: UsageFacts, sums: UsageSums): UsageTally => {
  const known = Object.keys(tally).length;
  const exact = factsText(facts);
  const text = exact in tally || known < MOST_FACTS ? exact : factsText({ ...facts, keyID: 0, expand: '' });
  return text in tally || known < MOST_KEYLESS ? { ...tally, [text]: addSums(tally[text], sums) } : tally;
};
