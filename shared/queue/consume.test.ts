import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { context, quietLogger } from '../../test/support/call.ts';
import { consumeQueue, consumeStream } from './consume.ts';

const message = (messageId: string, body: string) => ({ messageId, body }) as SQSRecord;

it('works each message on its own and names those that failed', async () => {
  const worked: number[] = [];
  const handler = consumeQueue(quietLogger(), z.object({ n: z.number() }), async ({ n }) => {
    if (n === 2) throw new Error('two');
    worked.push(n);
  });
  const Records = [
    message('a', '{"n":1}'),
    message('b', '{"n":2}'),
    message('c', 'not json'),
    message('d', '{"n":"of another shape"}'),
    message('e', '{"n":5}'),
  ];
  expect(await handler({ Records }, context())).toEqual({
    batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }, { itemIdentifier: 'd' }],
  });
  expect(worked).toEqual([1, 5]);
});

it('names records of a stream by their sequence number, and keeps their order', async () => {
  const seen: (string | undefined)[] = [];
  const handler = consumeStream(quietLogger(), async (record) => {
    seen.push(record.eventID);
    if (record.eventID === 'poison') throw new Error('poison');
  });
  const Records = ['first', 'poison', 'last'].map(
    (eventID, i) => ({ eventID, dynamodb: { SequenceNumber: String(i) } }) as DynamoDBRecord,
  );
  expect(await handler({ Records }, context())).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(seen).toEqual(['first', 'poison', 'last']);
});

const recordsOf = (tenants: readonly string[]): DynamoDBRecord[] =>
  tenants.map((tenant, i) => ({
    eventID: `${tenant}${i}`,
    dynamodb: { SequenceNumber: String(i), Keys: { pk: { S: `${tenant}#alerts` }, sk: { S: String(i) } } },
  }));

it('works on the records of a tenant in their order, whatever the others do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 40 }),
      fc.scheduler(),
      async (tenants, scheduler) => {
        const begun: string[] = [];
        const records = recordsOf(tenants);
        const handler = consumeStream(quietLogger(), async ({ eventID = '' }) => {
          begun.push(eventID);
          await scheduler.schedule(Promise.resolve(), eventID);
        });
        await Promise.all([handler({ Records: records }, context()), scheduler.waitIdle()]);
        const inOrder = (tenant: string) => (id: string | undefined) => id?.startsWith(tenant);
        for (const tenant of new Set(tenants)) {
          expect(begun.filter(inOrder(tenant))).toEqual(
            records.map(({ eventID }) => eventID).filter(inOrder(tenant)),
          );
        }
        expect(begun).toHaveLength(tenants.length);
      },
    ),
  );
});

it('a record that takes long holds up its own tenant only', async () => {
  let release = (): void => undefined;
  const others = new Promise<void>((resolve) => {
    release = resolve;
  });
  const begun: (string | undefined)[] = [];
  const handler = consumeStream(quietLogger(), async ({ eventID }) => {
    begun.push(eventID);
    if (eventID === 'slow0') await others;
    if (eventID === 'b3') release();
  });
  await handler({ Records: recordsOf(['slow', 'slow', 'a', 'b']) }, context());
  expect(begun).toEqual(['slow0', 'a2', 'b3', 'slow1']);
});
