import { describe, expect, it } from 'vitest';
import type { Outcome } from '../lambda/invocation.ts';
import { type BatchRules, type GiveUp, workBatch } from './batch.ts';
import type { StreamRecord } from './record.ts';

const record = (sequence: number, ageSeconds = 0): StreamRecord => ({
  eventID: `${sequence}`,
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: `${sequence}`, ApproximateCreationDateTime: 1_000 - ageSeconds },
});

const rules: BatchRules = { reportsItemFailures: true, bisects: true, maximumRetries: 2, maximumAge: -1 };
const broken: Outcome = { ok: false, reason: 'error', message: 'x' };
const done: Outcome = { ok: true, value: { batchItemFailures: [] } };
const stoppedAt = (id: string): Outcome => ({
  ok: true,
  value: { batchItemFailures: [{ itemIdentifier: id }] },
});

/** Runs a batch 1..n; `answer` decides on each invocation by the sequence numbers it carries. */
async function run(
  n: number,
  answer: (ids: string[], attempt: number) => Outcome,
  changed: Partial<BatchRules> = {},
  age = 0,
) {
  const invocations: string[] = [];
  const givenUp: [string, GiveUp, number][] = [];
  const batch = Array.from({ length: n }, (_, i) => record(i + 1, age));
  await workBatch(
    batch,
    { ...rules, ...changed },
    {
      invoke: async (records) => {
        const ids = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
        invocations.push(ids.join());
        return answer(ids, invocations.filter((each) => each === ids.join()).length);
      },
      giveUp: async (records, condition, attempts) => {
        givenUp.push([records.map(({ eventID }) => eventID).join(), condition, attempts]);
      },
      pause: async () => undefined,
      now: () => 1_000_000,
    },
  );
  return { invocations, givenUp };
}

describe('workBatch', () => {
  it('is done when the function is', async () => {
    expect(await run(3, () => done)).toEqual({ invocations: ['1,2,3'], givenUp: [] });
    expect((await run(3, () => ({ ok: true, value: null }))).invocations).toEqual(['1,2,3']);
  });

  it('halves a failed batch down to the record that fails, in order, and gives up on that one only', async () => {
    const { invocations, givenUp } = await run(4, (ids) => (ids.includes('3') ? broken : done));
    expect(invocations).toEqual(['1,2,3,4', '1,2', '3,4', '3', '3', '3', '4']);
    expect(givenUp).toEqual([['3', 'RetryAttemptsExhausted', 3]]);
  });

  it('tries the whole batch again when the mapping does not bisect', async () => {
    const { invocations, givenUp } = await run(2, () => broken, { bisects: false });
    expect(invocations).toEqual(['1,2', '1,2', '1,2']);
    expect(givenUp).toEqual([['1,2', 'RetryAttemptsExhausted', 3]]);
  });

  it('goes on from the record that is reported', async () => {
    const { invocations, givenUp } = await run(3, (ids, attempt) =>
      ids[0] !== '3' && ids.includes('2') && attempt === 1 ? stoppedAt('2') : done,
    );
    expect(invocations).toEqual(['1,2,3', '2', '2', '3']);
    expect(givenUp).toEqual([]);
  });

  it('takes a report that names no record of the batch as a failure of all', async () => {
    const { invocations } = await run(2, (_ids, attempt) => (attempt === 1 ? stoppedAt('99') : done));
    expect(invocations).toEqual(['1,2', '1', '1', '2', '2']);
  });

  it('does not look at reports of a mapping that has none', async () => {
    expect((await run(2, () => stoppedAt('1'), { reportsItemFailures: false })).invocations).toEqual(['1,2']);
  });

  it('gives up on what is too old without trying', async () => {
    const { invocations, givenUp } = await run(2, () => done, { maximumAge: 60 }, 61);
    expect(invocations).toEqual([]);
    expect(givenUp).toEqual([['1,2', 'RecordAgeExceeded', 0]]);
  });
});
