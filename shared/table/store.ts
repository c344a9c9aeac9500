import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { type Condition, conditionText, Placeholders } from './condition.ts';
import type { Key } from './keys.ts';

/** Any stored item: its key, its kind (stream filters read it), perhaps an end of life in epoch seconds. */
export interface Item extends Key {
  readonly kind: string;
  readonly expiresAt?: number;
}

export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

export type Write =
  | { readonly put: Item; readonly if?: Condition }
  | { readonly update: Key; readonly change: Change; readonly if?: Condition }
  | { readonly remove: Key; readonly if?: Condition }
  | { readonly check: Key; readonly if: Condition };

/** A write that its condition stopped is an answer, not an error; `found` is what stood there. */
export type Written<T = undefined> =
  | { readonly ok: true; readonly item: T }
  | { readonly ok: false; readonly found: unknown };

export type Transacted =
  | { readonly ok: true }
  /** `failed[i]` tells whether write i's condition failed, `found[i]` what stood there. */
  | { readonly ok: false; readonly failed: readonly boolean[]; readonly found: readonly unknown[] };

export interface Range {
  readonly prefix?: string;
  readonly after?: string;
  readonly between?: readonly [string, string];
  readonly limit?: number;
  readonly descending?: boolean;
  readonly consistent?: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Sort key to go on after; absent at the end. */
  readonly next?: string;
}

/** Too many writers at one item for now: nothing was written, and later it may be. */
export class Contention extends Error {
  override readonly name = 'Contention';
  constructor(cause: unknown) {
    super('the transaction met others again and again', { cause });
  }
}

/** Why a transaction was cancelled that may succeed when it is tried again. */
const transient = new Set([
  'None',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Attempts at a transaction that others' transactions kept from running (TransactionConflict). */
const CONFLICT_ATTEMPTS = 12;

/**
 * A thin store over DynamoDB: what it reads is parsed with the entity's schema, what has passed its end of life is
 * not there (TTL deletes late, DESIGN "Storage"), and a refused condition is a value.
 */
export const createStore = (
  client: DynamoDBDocumentClient,
  table: string,
  now: () => number,
  pause: (attempt: number) => Promise<void> = jitteredPause,
) => {
  const alive = (item: Record<string, unknown> | undefined): item is Record<string, unknown> =>
    item !== undefined && !(typeof item.expiresAt === 'number' && item.expiresAt <= now() / 1000);

  const get = async <T>(
    key: Key,
    schema: z.ZodType<T>,
    options: { consistent?: boolean } = {},
  ): Promise<T | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: key, ConsistentRead: options.consistent ?? true }),
    );
    return alive(Item) ? schema.parse(Item) : undefined;
  };

  const put = async (item: Item, condition?: Condition): Promise<Written> => {
    const to = new Placeholders();
    const ConditionExpression = condition && conditionText(condition, to);
    return guarded(async () => {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: item,
          ...(ConditionExpression && { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
          ...to.attributes(),
        }),
      );
      return undefined;
    });
  };

  const update = async <T>(
    key: Key,
    change: Change,
    schema: z.ZodType<T>,
    condition?: Condition,
  ): Promise<Written<T>> => {
    const { Attributes, found } = await guardedUpdate(key, change, condition);
    return Attributes ? { ok: true, item: schema.parse(Attributes) } : { ok: false, found };
  };

  const guardedUpdate = async (key: Key, change: Change, condition?: Condition) => {
    const written = await guarded(async () => {
      const { Attributes } = await client.send(
        new UpdateCommand({ ...updateInput(table, key, change, condition), ReturnValues: 'ALL_NEW' }),
      );
      return Attributes ?? {};
    });
    return written.ok
      ? { Attributes: written.item, found: undefined }
      : { Attributes: undefined, found: written.found };
  };

  const remove = async (key: Key, condition?: Condition): Promise<Written> => {
    const to = new Placeholders();
    const ConditionExpression = condition && conditionText(condition, to);
    return guarded(async () => {
      await client.send(
        new DeleteCommand({
          TableName: table,
          Key: key,
          ...(ConditionExpression && { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
          ...to.attributes(),
        }),
      );
      return undefined;
    });
  };

  const query = async <T>(pk: string, schema: z.ZodType<T>, range: Range = {}): Promise<Page<T>> => {
    const values: Record<string, unknown> = { ':pk': pk };
    let condition = 'pk = :pk';
    if (range.between) {
      condition += ' AND sk BETWEEN :low AND :high';
      [values[':low'], values[':high']] = range.between;
    } else if (range.prefix !== undefined) {
      condition += ' AND begins_with(sk, :prefix)';
      values[':prefix'] = range.prefix;
    }
    const { Items, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: condition,
        ExpressionAttributeValues: values,
        ScanIndexForward: !range.descending,
        ConsistentRead: range.consistent ?? false,
        ...(range.limit && { Limit: range.limit }),
        ...(range.after && { ExclusiveStartKey: { pk, sk: range.after } }),
      }),
    );
    return {
      items: (Items ?? []).filter(alive).map((item) => schema.parse(item)),
      ...(LastEvaluatedKey && { next: String(LastEvaluatedKey.sk) }),
    };
  };

  /** Every item of a partition, page after page. For partitions whose size the service bounds. */
  const queryAll = async <T>(
    pk: string,
    schema: z.ZodType<T>,
    range: Omit<Range, 'limit'> = {},
  ): Promise<T[]> => {
    const found: T[] = [];
    let after = range.after;
    do {
      const page = await query(pk, schema, { ...range, ...(after !== undefined && { after }) });
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return found;
  };

  /** All or nothing, at most 100 writes. Retried while others' transactions are in the way. */
  const transact = async (writes: readonly Write[], token?: string): Promise<Transacted> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: writes.map((write) => transactItem(table, write)),
            ...(token && { ClientRequestToken: token }),
          }),
        );
        return { ok: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = error.CancellationReasons ?? [];
        const failed = reasons.map((reason) => reason.Code === 'ConditionalCheckFailed');
        if (failed.includes(true)) {
          return {
            ok: false,
            failed,
            found: reasons.map((reason) => reason.Item && unmarshall(reason.Item)),
          };
        }
        if (!reasons.every((reason) => transient.has(reason.Code ?? 'None'))) throw error;
        if (attempt >= CONFLICT_ATTEMPTS) throw new Contention(error);
        await pause(attempt);
      }
    }
  };

  /** The next id of a tenant's atomic counter; ids that the API shows are integers. */
  const nextID = async (counter: Key, first: number): Promise<number> => {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName: table,
        Key: counter,
        UpdateExpression: 'SET #n = if_not_exists(#n, :before) + :one, #kind = :kind',
        ExpressionAttributeNames: { '#n': 'n', '#kind': 'kind' },
        ExpressionAttributeValues: { ':before': first - 1, ':one': 1, ':kind': 'counter' },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.n);
  };

  return { get, put, update, remove, query, queryAll, transact, nextID, now };
};

export type Store = ReturnType<typeof createStore>;

const guarded = async <T>(write: () => Promise<T>): Promise<Written<T>> => {
  try {
    return { ok: true, item: await write() };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { ok: false, found: error.Item && unmarshall(error.Item) };
  }
};

const updateInput = (table: string, key: Key, change: Change, condition?: Condition) => {
  const to = new Placeholders();
  const sets = Object.entries(change.set ?? {}).map(
    ([path, value]) => `${to.name(path)} = ${to.value(value)}`,
  );
  const adds = Object.entries(change.add ?? {}).map(([path, value]) => `${to.name(path)} ${to.value(value)}`);
  const removes = (change.remove ?? []).map((path) => to.name(path));
  const ConditionExpression = condition && conditionText(condition, to);
  return {
    TableName: table,
    Key: key,
    UpdateExpression: [
      sets.length > 0 ? `SET ${sets.join(', ')}` : '',
      adds.length > 0 ? `ADD ${adds.join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join(' '),
    ...(ConditionExpression && {
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
    ...to.attributes(),
  };
};

const transactItem = (table: string, write: Write) => {
  if ('update' in write) return { Update: updateInput(table, write.update, write.change, write.if) };
  const to = new Placeholders();
  const ConditionExpression = write.if && conditionText(write.if, to);
  const guard = {
    TableName: table,
    ...(ConditionExpression && {
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
    ...to.attributes(),
  };
  if ('put' in write) return { Put: { ...guard, Item: write.put } };
  if ('remove' in write) return { Delete: { ...guard, Key: write.remove } };
  return { ConditionCheck: { ...guard, Key: write.check, ConditionExpression: ConditionExpression ?? '' } };
};

const jitteredPause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(500, 10 * 2 ** attempt)));
