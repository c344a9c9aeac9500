import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { Contention, createStore } from './store.ts';

/** The local tables run transactions one after another, so a conflict can only be played. */
const documents = mockClient(DynamoDBDocumentClient);
beforeEach(() => documents.reset());

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const store = createStore(
  documents as unknown as DynamoDBDocumentClient,
  'table',
  () => 0,
  async () => undefined,
);
const write = () => store.transact([{ put: { pk: 'a', sk: 'b', kind: 'thing' } }]);
const tries = () => documents.commandCalls(TransactWriteCommand).length;

it('tries again while others’ transactions are in the way', async () => {
  documents
    .on(TransactWriteCommand)
    .rejectsOnce(cancelled('TransactionConflict', 'None'))
    .rejectsOnce(cancelled('None', 'ThrottlingError'))
    .resolves({});
  expect(await write()).toEqual({ ok: true });
  expect(tries()).toBe(3);
});

it('gives up in the end, as something that may be tried later', async () => {
  documents.on(TransactWriteCommand).rejects(cancelled('TransactionConflict'));
  await expect(write()).rejects.toThrow(Contention);
  expect(tries()).toBe(12);
});

it('does not try again what can never be written', async () => {
  documents.on(TransactWriteCommand).rejects(cancelled('ValidationError', 'None'));
  await expect(write()).rejects.toThrow(TransactionCanceledException);
  expect(tries()).toBe(1);
});
