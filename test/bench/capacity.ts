import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { itemSize } from '../../shared/table/item-size.ts';

/** Units of one piece of work. */
export interface Units {
  write: number;
  read: number;
}

const WRITE = 1024;
const READ = 4096;

/**
 * Counts capacity units from what the code sends and what comes back, by item size (DynamoDB Developer Guide,
 * "Read/write capacity"): a write costs the larger of the item before and after, a read half a unit per 4 KB unless
 * consistent. Nothing here trusts what an emulator says of capacity.
 */
export const countUnits = (client: DynamoDBDocumentClient): { units: Units; reset: () => void } => {
  const units: Units = { write: 0, read: 0 };
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  const current = async (
    table: string | undefined,
    key: Record<string, unknown> | undefined,
  ): Promise<number> => {
    const { Item } = (await send(new GetCommand({ TableName: table, Key: key }))) as { Item?: object };
    return Item ? itemSize(Item as Record<string, unknown>) : 0;
  };
  const counted = async (command: unknown): Promise<unknown> => {
    if (command instanceof PutCommand) {
      const item = command.input.Item as Record<string, unknown>;
      const before = await current(command.input.TableName, { pk: item.pk, sk: item.sk });
      const reply = await send(command);
      units.write += blocks(Math.max(before, itemSize(item)), WRITE);
      return reply;
    }
    if (command instanceof UpdateCommand) {
      const before = await current(command.input.TableName, command.input.Key);
      const reply = await send(command);
      const after = await current(command.input.TableName, command.input.Key);
      units.write += blocks(Math.max(before, after), WRITE);
      return reply;
    }
    if (command instanceof TransactWriteCommand || command instanceof BatchWriteCommand) {
      throw new Error('this bench prices single writes only');
    }
    const reply = await send(command);
    if (command instanceof GetCommand) {
      const { Item } = reply as { Item?: Record<string, unknown> };
      units.read += blocks(Item ? itemSize(Item) : 0, READ) * (command.input.ConsistentRead ? 1 : 0.5);
    }
    if (command instanceof QueryCommand) {
      const { Items = [] } = reply as { Items?: Record<string, unknown>[] };
      const bytes = Items.reduce((sum, item) => sum + itemSize(item), 0);
      units.read += blocks(bytes, READ) * (command.input.ConsistentRead ? 1 : 0.5);
    }
    return reply;
  };
  client.send = counted as typeof client.send;
  return {
    units,
    reset: () => {
      units.write = 0;
      units.read = 0;
    },
  };
};

const blocks = (bytes: number, size: number): number => Math.max(1, Math.ceil(bytes / size));
