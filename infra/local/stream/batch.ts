import type { Outcome } from '../lambda/invocation.ts';
import type { StreamRecord } from './record.ts';

export interface BatchRules {
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** -1: no end. */
  readonly maximumRetries: number;
  /** Seconds; -1: no end. */
  readonly maximumAge: number;
}

export interface BatchPorts {
  readonly invoke: (records: readonly StreamRecord[]) => Promise<Outcome>;
  /** Called with what is given up on, before it is passed over. */
  readonly giveUp: (records: readonly StreamRecord[], condition: GiveUp, attempts: number) => Promise<void>;
  /** Waits before the next try; rejects when the machine stops. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type GiveUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * Where the work on a batch stopped: the index of the first record that must come again, or the length when all
 * are done. As in Lambda: the lowest reported sequence number counts, and a report that names none of the batch's
 * records fails all of it.
 */
export function firstUnfinished(
  outcome: Outcome,
  records: readonly StreamRecord[],
  reportsItemFailures: boolean,
): number {
  if (!outcome.ok) return 0;
  const answer = outcome.value as { batchItemFailures?: unknown } | null | undefined;
  const failures = reportsItemFailures ? (answer?.batchItemFailures ?? []) : [];
  if (!Array.isArray(failures)) return 0;
  const positions = failures.map((failure) => {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    return Math.max(
      0,
      records.findIndex((record) => record.dynamodb.SequenceNumber === id),
    );
  });
  return Math.min(records.length, ...positions);
}

function expired(records: readonly StreamRecord[], { maximumAge }: BatchRules, now: number): boolean {
  if (maximumAge < 0) return false;
  const created = Number(records[0]?.dynamodb.ApproximateCreationDateTime ?? now / 1_000);
  return now / 1_000 - created > maximumAge;
}

interface Part {
  readonly records: readonly StreamRecord[];
  readonly attempts: number;
}

/**
 * Works on a batch until every record is done or given up on, in order: a failed part is tried again, halved when
 * the mapping bisects (halving costs no attempt), from the reported record on when the function reports one.
 */
export async function workBatch(
  batch: readonly StreamRecord[],
  rules: BatchRules,
  ports: BatchPorts,
): Promise<void> {
  const open: Part[] = [{ records: batch, attempts: 0 }];
  for (let part = open.shift(); part; part = open.shift()) {
    const { records } = part;
    if (records.length === 0) continue;
    if (expired(records, rules, ports.now())) {
      await ports.giveUp(records, 'RecordAgeExceeded', part.attempts);
      continue;
    }
    const outcome = await ports.invoke(records);
    const from = firstUnfinished(outcome, records, rules.reportsItemFailures);
    const rest = records.slice(from);
    if (rest.length === 0) continue;
    open.unshift(
      ...(await nextParts({ records: rest, attempts: part.attempts + 1 }, from > 0, rules, ports)),
    );
  }
}

async function nextParts(
  part: Part,
  progressed: boolean,
  rules: BatchRules,
  ports: BatchPorts,
): Promise<Part[]> {
  const { records, attempts } = part;
  if (rules.bisects && records.length > 1) {
    // Where the function said which record it stopped at, that one is split off; else the middle is a guess.
    const at = progressed ? 1 : Math.ceil(records.length / 2);
    return [records.slice(0, at), records.slice(at)].map((half) => ({
      records: half,
      attempts: attempts - 1,
    }));
  }
  if (rules.maximumRetries >= 0 && attempts > rules.maximumRetries) {
    await ports.giveUp(records, 'RetryAttemptsExhausted', attempts);
    return [];
  }
  await ports.pause(attempts);
  return [part];
}
